package io.vicinal.inference.answer;

import io.vicinal.contracts.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** A server of OpenAI's chat completions, over sockets, that does what it is told, wrong things too. */
final class ChatUpstream implements AutoCloseable {

    /** What becomes of a request. */
    interface Behaviour {
        void answer(Connection connection) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final CountDownLatch hungUp = new CountDownLatch(1);
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    final List<String> heads = new CopyOnWriteArrayList<>();
    final AtomicLong sent = new AtomicLong();
    private final List<Behaviour> next = new CopyOnWriteArrayList<>();

    ChatUpstream() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The last one stays. */
    ChatUpstream then(Behaviour behaviour) {
        next.add(behaviour);
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
    }

    /** Whether the caller closed a connection before it was answered. */
    boolean sawHangUp() throws InterruptedException {
        return hungUp.await(5, TimeUnit.SECONDS);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                Thread.ofVirtual().start(() -> serve(accepted));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            InputStream in = new BufferedInputStream(accepted.getInputStream());
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                int length = Integer.parseInt(head.replaceAll("(?is).*content-length: *(\\d+).*", "$1"));
                requests.add(Json.mapper().readTree(in.readNBytes(length)));
                Behaviour behaviour = next.size() > 1 ? next.removeFirst() : next.getFirst();
                Connection connection = new Connection(accepted);
                behaviour.answer(connection);
                if (connection.isOver()) {
                    return;
                }
            }
        } catch (IOException e) {
            hungUp.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** One answer, in chunks, so that it can end in the middle. */
    final class Connection {
        private final Socket socket;
        private final OutputStream out;
        private boolean over;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        boolean isOver() {
            return over;
        }

        void status(int status, String headers) throws IOException {
            write("HTTP/1.1 " + status + " x\r\ncontent-length: 0\r\n" + headers + "\r\n");
        }

        void begin(String contentType) throws IOException {
            write("HTTP/1.1 200 OK\r\ncontent-type: " + contentType + "\r\ntransfer-encoding: chunked\r\n\r\n");
        }

        void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            write(Integer.toHexString(bytes.length) + "\r\n");
            out.write(bytes);
            sent.addAndGet(bytes.length);
            write("\r\n");
        }

        void token(String text) throws IOException {
            chunk("data: "
                    + Json.mapper()
                            .writeValueAsString(Map.of(
                                    "object",
                                    "chat.completion.chunk",
                                    "choices",
                                    List.of(Map.of("index", 0, "delta", Map.of("content", text)))))
                    + "\n\n");
        }

        void finish(String reason) throws IOException {
            chunk("data: {\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"" + reason + "\"}]}\n\n");
            chunk("data: [DONE]\n\n");
            write("0\r\n\r\n");
        }

        /** The end of the answer's bytes, as if it were over. */
        void end() throws IOException {
            write("0\r\n\r\n");
        }

        void breakOff() throws IOException {
            over = true;
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing until the caller goes. */
        void hang() throws IOException {
            over = true;
            if (socket.getInputStream().read() < 0) {
                hungUp.countDown();
            }
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** Says it word by word. */
    static Behaviour saying(String text) {
        return connection -> {
            connection.begin("text/event-stream");
            for (String word : text.split("(?<= )")) {
                connection.token(word);
            }
            connection.finish("stop");
        };
    }

    static Behaviour failing(int status, String headers) {
        return connection -> connection.status(status, headers);
    }
}
