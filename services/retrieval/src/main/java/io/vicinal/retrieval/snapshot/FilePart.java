package io.vicinal.retrieval.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Some bytes of a file, to be sent, and sent again where that failed. */
record FilePart(Path file, long from, long bytes) {

    List<FilePart> cut(long most) {
        List<FilePart> parts = new ArrayList<>();
        for (long at = 0; at < bytes; at += most) {
            parts.add(new FilePart(file, from + at, Math.min(most, bytes - at)));
        }
        return parts;
    }

    RequestBody body(Throttle throttle) {
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(() -> throttle.of(open())),
                bytes,
                "application/octet-stream");
    }

    private InputStream open() {
        try {
            FileChannel channel = FileChannel.open(file);
            channel.position(from);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
