package io.vicinal.ingestion.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** A body of multipart/form-data, as curl sends it. */
final class Form {
    static final String TYPE = "multipart/form-data; boundary=xyz";
    private static final int BUFFER = 8192;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Form file(String name, byte[] content) {
        return part("name=\"file\"; filename=\"" + name + "\"", "application/octet-stream", content);
    }

    Form file(String name, String content) {
        return file(name, content.getBytes(UTF_8));
    }

    Form field(String name, String value) {
        return part("name=\"" + name + "\"", null, value.getBytes(UTF_8));
    }

    private Form part(String disposition, String type, byte[] content) {
        body.writeBytes(("--xyz\r\nContent-Disposition: form-data; " + disposition + "\r\n"
                        + (type == null ? "" : "Content-Type: " + type + "\r\n") + "\r\n")
                .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(UTF_8));
        return this;
    }

    byte[] unfinished() {
        return body.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes("--xyz--\r\n".getBytes(UTF_8));
        return whole.toByteArray();
    }

    Flux<DataBuffer> buffers() {
        return buffers(bytes());
    }

    static Flux<DataBuffer> buffers(byte[] bytes) {
        List<DataBuffer> buffers = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += BUFFER) {
            buffers.add(DefaultDataBufferFactory.sharedInstance.wrap(
                    java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + BUFFER))));
        }
        return Flux.fromIterable(buffers);
    }
}
