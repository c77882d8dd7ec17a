package io.kinstream.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ports of this machine that nobody listens on now. They are below the ones systems give to connections, so none made
 * meanwhile takes one before the test listens on it.
 */
public final class FreePort {

    private static final int FROM = 10_000;
    private static final int TO = 32_768;

    private FreePort() {}

    public static int find() throws IOException {
        return find(1).get(0);
    }

    /** As many ports, none of them twice. */
    public static List<Integer> find(int count) throws IOException {
        SplittableRandom random = new SplittableRandom();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                ServerSocket socket = new ServerSocket();
                try {
                    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), random.nextInt(FROM, TO)));
                    sockets.add(socket);
                } catch (BindException e) {
                    socket.close(); // that port is taken: try another
                }
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
