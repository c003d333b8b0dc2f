package io.vicinal.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;

/**
 * What is valid UTF-8 is taken for UTF-8: hardly any other text is, and statistics get short ones wrong. The rest is left
 * to the statistics.
 */
final class Utf8First implements EncodingDetector {
    private static final long serialVersionUID = 1;
    private static final int LOOKED_AT = 64 << 10;

    private final EncodingDetector otherwise = new DefaultEncodingDetector();

    @Override
    public Charset detect(InputStream in, Metadata metadata) throws IOException {
        byte[] begin = begin(in);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        boolean zero = false;
        for (byte b : begin) {
            zero |= b == 0; // UTF-16 and UTF-32
        }
        boolean valid = !decoder.decode(ByteBuffer.wrap(begin), CharBuffer.allocate(begin.length + 1), false)
                .isError();
        return valid && !zero ? StandardCharsets.UTF_8 : otherwise.detect(in, metadata);
    }

    static byte[] begin(InputStream in) throws IOException {
        in.mark(LOOKED_AT);
        try {
            return in.readNBytes(LOOKED_AT);
        } finally {
            in.reset();
        }
    }
}
