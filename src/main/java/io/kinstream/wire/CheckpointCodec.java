package io.kinstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/**
 * Checkpoints as blocks of bytes, for a store whose changelog has the broker's default size limit.
 *
 * <pre>
 *   block    "KSCP"  3  index:int32  length of the whole:int32  CRC32C of the whole:int32  part
 * </pre>
 *
 * The octet after the magic is the format; 1 and 2 are still read. All blocks carry length and checksum of the whole, so that parts of two
 * checkpoints never pass for one. What the whole is, {@link CheckpointBody} says.
 */
public final class CheckpointCodec {
    /** No block is larger, in bytes. */
    public static final int MAX_BLOCK_BYTES = 512 * 1024;

    private static final byte[] MAGIC = "KSCP".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 3;
    private static final int OLDEST_FORMAT = 1;
    private static final int HEAD = MAGIC.length + 1 + 3 * Integer.BYTES;
    private static final int PART = MAX_BLOCK_BYTES - HEAD;

    private CheckpointCodec() {}

    /** The blocks, to be kept under their index. Blocks of a longer checkpoint before it may be left behind them. */
    public static List<byte[]> encode(Checkpoint checkpoint) {
        byte[] whole = CheckpointBody.encode(checkpoint);
        int crc = crc(whole);
        List<byte[]> blocks = new ArrayList<>();
        for (int from = 0; from < whole.length; from += PART) {
            int length = Math.min(PART, whole.length - from);
            ByteWriter out =
                    new ByteWriter(HEAD + length).bytes(MAGIC, 0, MAGIC.length).octet(FORMAT);
            out.int32(blocks.size()).int32(whole.length).int32(crc).bytes(whole, from, length);
            blocks.add(out.written());
        }
        return blocks;
    }

    /**
     * Puts a checkpoint together again.
     *
     * @param blocks the block of an index, null when there is none
     * @return empty when there are no blocks at all
     * @throws CorruptDataException when blocks are missing, of another checkpoint or changed
     */
    public static Optional<Checkpoint> decode(IntFunction<byte[]> blocks) {
        if (blocks.apply(0) == null && blocks.apply(1) == null) {
            return Optional.empty();
        }
        return Optional.of(CheckpointBody.decode(whole(blocks)));
    }

    /** Whether a checkpoint is of a format before 3: plain gradient descent was the default then. */
    public static boolean isOlder(IntFunction<byte[]> blocks) {
        ByteReader in = new ByteReader("block 0 of the checkpoint", blocks.apply(0));
        in.expectMagic(MAGIC);
        return in.octet() < FORMAT;
    }

    private static byte[] whole(IntFunction<byte[]> blocks) {
        ByteWriter whole = new ByteWriter(MAX_BLOCK_BYTES);
        int length = -1;
        int crc = 0;
        int size = 0;
        for (int i = 0; i == 0 || size < length; i++) {
            ByteReader in = open(blocks, i);
            int wholeLength = in.int32();
            int wholeCrc = in.int32();
            if (i > 0 && (wholeLength != length || wholeCrc != crc)) {
                throw in.corrupt("it must be of the same checkpoint as block 0, but was of another");
            }
            length = wholeLength;
            crc = wholeCrc;
            byte[] part = in.bytes(in.remaining());
            size += part.length;
            whole.bytes(part, 0, part.length);
        }
        byte[] bytes = whole.written();
        if (bytes.length != length || crc(bytes) != crc) {
            throw new CorruptDataException(
                    "the checkpoint must have " + length + " bytes and CRC32C " + Integer.toHexString(crc)
                            + ", but has " + bytes.length + " and " + Integer.toHexString(crc(bytes)));
        }
        return bytes;
    }

    private static ByteReader open(IntFunction<byte[]> blocks, int index) {
        byte[] block = blocks.apply(index);
        if (block == null) {
            throw new CorruptDataException("block " + index + " of the checkpoint is missing");
        }
        ByteReader in = new ByteReader("block " + index + " of the checkpoint", block);
        in.expectMagic(MAGIC);
        in.expectFormat(OLDEST_FORMAT, FORMAT);
        int found = in.int32();
        if (found != index) {
            throw in.corrupt("its index must be " + index + ", but was " + found);
        }
        return in;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
