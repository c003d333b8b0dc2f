package io.vicinal.onnx.hub;

import io.vicinal.onnx.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** One file from the hub to its blob: goes on where an earlier try stopped, and shows nothing that is not whole. */
final class HubDownload {
    private final HubRequests requests;
    private final HubSettings settings;
    private final String path;
    private final String what;

    /**
     * @param path at the hub
     * @param what for errors
     */
    HubDownload(HubRequests requests, HubSettings settings, String path, String what) {
        this.requests = requests;
        this.settings = settings;
        this.path = path;
        this.what = what;
    }

    /**
     * @param checksum its blob's name
     * @param bytes -1 where the hub does not say
     */
    record Facts(Checksum checksum, long bytes) {}

    Facts facts() {
        HttpResponse<InputStream> answer = requests.head(path, what);
        String etag = answer.headers()
                .firstValue("x-linked-etag")
                .or(() -> answer.headers().firstValue("etag"))
                .orElse("");
        Checksum checksum = Checksum.of(etag)
                .orElseThrow(() -> new ModelException(
                        "The hub is expected to state a checksum of " + what + ", and states '" + etag + "'."));
        long bytes = answer.headers()
                .firstValueAsLong("x-linked-size")
                .orElseGet(() -> answer.statusCode() == 200
                        ? answer.headers().firstValueAsLong("content-length").orElse(-1)
                        : -1);
        return new Facts(checksum, bytes);
    }

    /**
     * @param most the most bytes
     * @throws HubException where another try may do; what has come so far is kept
     */
    void fetch(Facts facts, Path blob, long most) throws IOException {
        if (Files.isRegularFile(blob)) {
            return;
        }
        if (facts.bytes() > most) {
            throw tooLarge();
        }
        Files.createDirectories(blob.getParent());
        Path incomplete = blob.resolveSibling(blob.getFileName() + ".incomplete");
        if (!isWhole(incomplete, facts)) {
            receive(incomplete, most);
        }
        long size = Files.size(incomplete);
        if (facts.bytes() >= 0 && size < facts.bytes()) {
            throw new HubException("The hub sent " + size + " of " + facts.bytes() + " bytes of " + what + ".");
        }
        if (!facts.checksum().matches(incomplete)) {
            Files.delete(incomplete);
            throw new HubException("What the hub sent as " + what + " has not the checksum that it states, "
                    + facts.checksum().hex() + ".");
        }
        Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isWhole(Path incomplete, Facts facts) throws IOException {
        return Files.isRegularFile(incomplete) && Files.size(incomplete) == facts.bytes();
    }

    private void receive(Path incomplete, long most) throws IOException {
        long have = Files.isRegularFile(incomplete) ? Files.size(incomplete) : 0;
        Map<String, String> range = have == 0 ? Map.of() : Map.of("range", "bytes=" + have + '-');
        HttpResponse<InputStream> answer = requests.get(path, range, what, 416);
        try (Stall stall = new Stall(answer.body(), settings.stall());
                InputStream body = answer.body()) {
            if (answer.statusCode() == 416) {
                Files.delete(incomplete);
                throw new HubException("The hub has less of " + what + " than came before; it is fetched anew.");
            }
            boolean goesOn = answer.statusCode() == 206
                    && answer.headers().firstValue("content-range").orElse("").startsWith("bytes " + have + '-');
            if (answer.statusCode() == 206 && !goesOn) {
                throw new HubException("The hub sent another part of " + what + " than was asked for.");
            }
            copy(body, incomplete, goesOn ? have : 0, most, stall);
        }
    }

    private void copy(InputStream body, Path to, long have, long most, Stall stall) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = have;
        try (OutputStream out = Files.newOutputStream(
                to,
                StandardOpenOption.CREATE,
                have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                stall.moved();
                size += read;
                if (size > most) {
                    throw tooLarge();
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new HubException("The hub stopped in the middle of " + what + ": " + e.getMessage() + ".", e);
        }
    }

    private ModelException tooLarge() {
        return new ModelException("The model is expected to have at most " + settings.maxBytes()
                + " bytes, and has more with " + what + ".");
    }
}
