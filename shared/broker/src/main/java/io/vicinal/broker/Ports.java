package io.vicinal.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds ports by binding them for a moment, as the broker will. */
final class Ports {

    static int free(String host) {
        return bind(host, 0);
    }

    /** @throws PortOccupied where something listens there */
    static void check(String host, int port) {
        bind(host, port);
    }

    private static int bind(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new BrokerFailure("The host %s is not known here.".formatted(host), new UnknownHostException(host));
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PortOccupied(host, port, e);
        }
    }

    private Ports() {}
}
