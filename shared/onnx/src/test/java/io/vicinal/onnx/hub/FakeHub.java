package io.vicinal.onnx.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A server with the hub's layout of addresses: files of Git's are sent by the hub itself, large ones by a content delivery
 * network, which is another server.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "a".repeat(40);

    private final HttpServer hub = server();
    private final HttpServer network = server();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Boolean> large = new ConcurrentHashMap<>();
    /** Method, path, and {@code token} where one was shown. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    final List<String> ranges = new CopyOnWriteArrayList<>();
    volatile String token = "";
    /** Answers that are cut off after half of the body. */
    final AtomicInteger cuts = new AtomicInteger();
    /** Answers whose body is another than announced. */
    final AtomicInteger corruptions = new AtomicInteger();
    /** Requests that are answered with 503. */
    final AtomicInteger failures = new AtomicInteger();

    volatile boolean hangs;

    FakeHub() {
        hub.createContext("/", exchange -> guarded(exchange, this::answer));
        network.createContext("/", exchange -> guarded(exchange, this::deliver));
        hub.start();
        network.start();
    }

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    FakeHub with(String file, byte[] content, boolean isLarge) {
        files.put(file, content);
        large.put(file, isLarge);
        return this;
    }

    FakeHub with(String file, String content) {
        return with(file, content.getBytes(StandardCharsets.UTF_8), false);
    }

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws Exception;
    }

    private void guarded(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            boolean shown = exchange.getRequestHeaders().containsKey("authorization");
            String host = exchange.getHttpContext().getServer() == hub ? "hub " : "network ";
            seen.add(host + exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath() + (shown ? " token" : ""));
            handler.handle(exchange);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws Exception {
        String path = exchange.getRequestURI().getPath();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(503, -1);
        } else if (!token.isEmpty()
                && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("authorization"))) {
            exchange.sendResponseHeaders(401, -1);
        } else if (path.equals("/api/models/org/name/revision/main")) {
            String siblings = files.keySet().stream()
                    .map(file -> "{\"rfilename\":\"" + file + "\"}")
                    .collect(Collectors.joining(","));
            send(
                    exchange,
                    ("{\"id\":\"org/name\",\"sha\":\"" + COMMIT + "\",\"siblings\":[" + siblings + "]}")
                            .getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith("/org/name/resolve/" + COMMIT + "/")) {
            resolve(exchange, path.substring(("/org/name/resolve/" + COMMIT + "/").length()));
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private void resolve(HttpExchange exchange, String file) throws Exception {
        byte[] content = files.get(file);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (Boolean.TRUE.equals(large.get(file))) {
            exchange.getResponseHeaders().set("X-Linked-ETag", '"' + hex("SHA-256", content) + '"');
            exchange.getResponseHeaders().set("X-Linked-Size", "" + content.length);
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + network.getAddress().getPort() + "/signed/" + file);
            exchange.sendResponseHeaders(302, -1);
        } else {
            byte[] blob = (("blob " + content.length + '\0')).getBytes(StandardCharsets.UTF_8);
            byte[] both = Arrays.copyOf(blob, blob.length + content.length);
            System.arraycopy(content, 0, both, blob.length, content.length);
            exchange.getResponseHeaders().set("ETag", '"' + hex("SHA-1", both) + '"');
            send(exchange, content);
        }
    }

    private void deliver(HttpExchange exchange) throws Exception {
        send(exchange, files.get(exchange.getRequestURI().getPath().substring("/signed/".length())));
    }

    private void send(HttpExchange exchange, byte[] content) throws Exception {
        String range = exchange.getRequestHeaders().getFirst("range");
        int from = 0;
        if (range != null) {
            ranges.add(range);
            from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        byte[] body = Arrays.copyOfRange(content, from, content.length);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", "" + body.length);
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        boolean isFile = !exchange.getRequestURI().getPath().startsWith("/api/");
        if (isFile && corruptions.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            body[body.length - 1]++;
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length);
        if (isFile && hangs) {
            exchange.getResponseBody().write(body, 0, 1);
            exchange.getResponseBody().flush();
            Thread.sleep(20_000);
        } else if (isFile && body.length > 1 && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
        } else {
            exchange.getResponseBody().write(body);
        }
    }

    private static String hex(String algorithm, byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    }

    @Override
    public void close() {
        hub.stop(0);
        network.stop(0);
    }
}
