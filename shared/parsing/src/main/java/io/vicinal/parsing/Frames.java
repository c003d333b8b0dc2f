package io.vicinal.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseAnswer.Reason;
import io.vicinal.parsing.ParseAnswer.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers as bytes: a magic number, the length, then the content. Nothing is built but strings, numbers and
 * collections of them, and nothing is longer than the reader allows: a process that a file has taken over can lie, but
 * cannot do more (Java's serialization would let it).
 */
public final class Frames {
    /** Bytes of a frame besides its text: properties, page starts and warnings of the most that is allowed. */
    public static final int OVERHEAD_BYTES = 4 << 20;

    /** Exit code of a process that answered for a file and wants no other: the next one is for its successor. */
    public static final int RETIRED = 4;

    private static final int MAGIC = 0x56704631;
    private static final int REQUEST_BYTES = 1 << 20;
    private static final int MOST_ITEMS = 500_000;

    /** Says that a process is up. */
    public static void writeReady(OutputStream out) throws IOException {
        write(out, new byte[0]);
    }

    /** @throws IOException where something else comes */
    public static void readReady(InputStream in) throws IOException {
        if (read(in, 0) == null) {
            throw new EOFException("The process ended before it was up.");
        }
    }

    public static void writeRequest(OutputStream out, ParseRequest request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        text(data, request.file().toString());
        text(data, request.name());
        ParseLimits limits = request.limits();
        data.writeInt(limits.textBytes());
        data.writeInt(limits.depth());
        data.writeInt(limits.embeddedFiles());
        data.writeInt(limits.embeddedDepth());
        data.writeLong(limits.unpackedBytes());
        write(out, bytes.toByteArray());
    }

    /** @return null where the other side is gone */
    public static @Nullable ParseRequest readRequest(InputStream in) throws IOException {
        byte[] frame = read(in, REQUEST_BYTES);
        if (frame == null) {
            return null;
        }
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(frame));
        return new ParseRequest(
                Path.of(text(data)),
                text(data),
                new ParseLimits(data.readInt(), data.readInt(), data.readInt(), data.readInt(), data.readLong()));
    }

    public static void writeAnswer(OutputStream out, ParseAnswer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        switch (answer) {
            case Parsed parsed -> {
                data.writeByte(0);
                text(data, parsed.contentType());
                optional(data, parsed.title());
                text(data, parsed.text());
                data.writeInt(parsed.pageStarts().size());
                for (int start : parsed.pageStarts()) {
                    data.writeInt(start);
                }
                data.writeInt(parsed.properties().size());
                for (Map.Entry<String, String> property : parsed.properties().entrySet()) {
                    text(data, property.getKey());
                    text(data, property.getValue());
                }
                data.writeInt(parsed.warnings().size());
                for (String warning : parsed.warnings()) {
                    text(data, warning);
                }
            }
            case Refused refused -> {
                data.writeByte(1);
                data.writeByte(refused.reason().ordinal());
                optional(data, refused.contentType());
                text(data, refused.detail());
            }
        }
        write(out, bytes.toByteArray());
    }

    /**
     * @param textBytes the most that was asked for
     * @throws IOException where the process ended, or what it says is no answer
     */
    public static ParseAnswer readAnswer(InputStream in, int textBytes) throws IOException {
        byte[] frame = read(in, textBytes + OVERHEAD_BYTES);
        if (frame == null) {
            throw new EOFException("The process ended.");
        }
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(frame));
        if (data.readByte() == 1) {
            int reason = data.readByte();
            if (reason < 0 || reason >= Reason.values().length) {
                throw new IOException("There is no reason " + reason + ".");
            }
            return new Refused(Reason.values()[reason], optional(data), text(data));
        }
        String contentType = text(data);
        String title = optional(data);
        String text = text(data);
        List<Integer> pageStarts = new ArrayList<>();
        for (int left = items(data); left > 0; left--) {
            pageStarts.add(data.readInt());
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (int left = items(data); left > 0; left--) {
            properties.put(text(data), text(data));
        }
        List<String> warnings = new ArrayList<>();
        for (int left = items(data); left > 0; left--) {
            warnings.add(text(data));
        }
        return new Parsed(contentType, title, text, pageStarts, properties, warnings);
    }

    private static void write(OutputStream out, byte[] frame) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(MAGIC);
        data.writeInt(frame.length);
        data.write(frame);
        data.flush();
    }

    private static byte @Nullable [] read(InputStream in, int limit) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int magic = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
        int length = data.readInt();
        if (magic != MAGIC || length < 0 || length > limit) {
            throw new IOException("This is no frame, or one of %,d bytes.".formatted(length));
        }
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException("The process ended in the middle of a frame.");
        }
        return frame;
    }

    private static int items(DataInputStream data) throws IOException {
        int count = data.readInt();
        if (count < 0 || count > MOST_ITEMS) {
            throw new IOException("There cannot be %,d of them.".formatted(count));
        }
        return count;
    }

    private static void text(DataOutputStream data, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static String text(DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < 0 || length > data.available()) {
            throw new IOException("A text of %,d bytes does not fit in its frame.".formatted(length));
        }
        return new String(data.readNBytes(length), UTF_8);
    }

    private static void optional(DataOutputStream data, @Nullable String text) throws IOException {
        data.writeBoolean(text != null);
        if (text != null) {
            text(data, text);
        }
    }

    private static @Nullable String optional(DataInputStream data) throws IOException {
        return data.readBoolean() ? text(data) : null;
    }

    private Frames() {}
}
