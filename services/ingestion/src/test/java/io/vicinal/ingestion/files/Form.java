package io.vicinal.ingestion.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

/** A body of multipart/form-data, as curl sends it. */
final class Form {
    static final String TYPE = "multipart/form-data; boundary=xyz";
    private static final int BUFFER = 8192;
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true);
    private static final NettyDataBufferFactory FACTORY = new NettyDataBufferFactory(MEMORY);

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

    /** Buffers as the network has them, counted. */
    static Flux<DataBuffer> buffers(byte[] bytes) {
        return Flux.range(0, (bytes.length + BUFFER - 1) / BUFFER).map(i -> {
            int from = i * BUFFER;
            int length = Math.min(BUFFER, bytes.length - from);
            return FACTORY.allocateBuffer(length).write(bytes, from, length);
        });
    }

    /** Bytes of buffers that nobody has released. */
    static long held() {
        return MEMORY.metric().usedHeapMemory() + MEMORY.metric().usedDirectMemory();
    }
}
