package io.vicinal.broker;

/** Something else listens where the broker should. */
public final class PortOccupied extends BrokerFailure {
    private final int port;

    PortOccupied(String host, int port, Throwable cause) {
        super(
                "Port %d on %s is in use by another process; stop it or choose another port.".formatted(port, host),
                cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
