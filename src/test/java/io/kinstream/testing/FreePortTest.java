package io.kinstream.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortTest {

    /** Of 1,000 random ports out of 22,768 about 22 would come twice. */
    @Test
    void portsFoundTogetherDiffer() throws IOException {
        List<Integer> ports = FreePort.find(1000);
        assertEquals(1000, new HashSet<>(ports).size());
    }

    @Test
    void aPortThatWasFoundCanBeListenedOn() throws IOException {
        int port = FreePort.find();
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals(port, socket.getLocalPort());
        }
    }
}
