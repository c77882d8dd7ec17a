package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.nn.Encoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {

    @TempDir
    private Path directory;

    @Test
    void aMissingInterpreterIsNamedWithWhatToInstall() {
        IOException problem = assertThrows(IOException.class, () -> new Peer("no-such-python", directory));
        assertTrue(problem.getMessage().contains("python3-torch python3-confluent-kafka"), problem.getMessage());
        assertTrue(problem.getMessage().contains("no-such-python was not"), problem.getMessage());
        assertTrue(problem.getMessage().endsWith("name another one with --python"), problem.getMessage());
    }

    @Test
    void anInterpreterWithoutTheModulesIsNamedWithWhatItSaid() throws IOException {
        Path python = Files.writeString(
                directory.resolve("python"),
                "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'torch'\"; exit 1\n");
        assertTrue(python.toFile().setExecutable(true));
        IOException problem = assertThrows(IOException.class, () -> new Peer(python.toString(), directory));
        assertTrue(problem.getMessage().contains("No module named 'torch'"), problem.getMessage());
    }

    @Test
    void theWeightsThatARunLeavesAreAnEncoder() throws IOException {
        int parameters = 785 * 256 + 257 * 32;
        ByteBuffer bytes = ByteBuffer.allocate(parameters * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < parameters; i++) {
            bytes.putFloat(i);
        }
        Encoder encoder = Peer.encoder(Files.write(directory.resolve("weights"), bytes.array()));
        assertEquals(parameters - 1, encoder.parameters()[parameters - 1]);
    }
}
