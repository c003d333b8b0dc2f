package io.vicinal.standalone.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Says early and in a sentence that a port is taken. */
final class Ports {

    static void requireFree(String host, int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new IllegalStateException("Port " + port + " on " + host
                    + " is taken by another process; choose another with " + option + ".");
        }
    }

    private Ports() {}
}
