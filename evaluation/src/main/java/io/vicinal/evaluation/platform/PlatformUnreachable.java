package io.vicinal.evaluation.platform;

import io.vicinal.evaluation.console.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;

/** No answer came: nobody listens, the connection broke, or it took too long. The same request may be sent again. */
public final class PlatformUnreachable extends UserError {
    PlatformUnreachable(String url, IOException cause) {
        super("No answer from " + url + " (" + reason(cause) + "). Is the platform running there? Start it with"
                + " ./vicinal up, or give its address with --url.");
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case ConnectException refused -> "the connection was refused";
            case HttpTimeoutException late -> "it took too long";
            default -> cause.getMessage() == null ? "the connection broke" : cause.getMessage();
        };
    }
}
