package io.vicinal.parser;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens no address of a network. The parsers are told not to fetch what a file refers to; should one do it all the same,
 * it ends here.
 */
final class NoNetwork extends URLStreamHandler {
    private static final Set<String> REFUSED = Set.of("http", "https", "ftp", "mailto");

    /** @return null for the rest, which is looked up as usual */
    static @Nullable URLStreamHandler handler(String protocol) {
        return REFUSED.contains(protocol) ? new NoNetwork() : null;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        throw new IOException("Files are parsed without a network.");
    }
}
