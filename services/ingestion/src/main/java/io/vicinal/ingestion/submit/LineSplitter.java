package io.vicinal.ingestion.submit;

import io.vicinal.contracts.error.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** NDJSON: a line is an element; blank lines are none. */
final class LineSplitter implements Splitter {
    private final ElementBytes line;
    private final ByteOrderMark mark = new ByteOrderMark();

    LineSplitter(int limit) {
        this.line = new ElementBytes(limit);
    }

    @Override
    public List<Element> feed(byte[] bytes) {
        List<Element> lines = new ArrayList<>();
        int from = 0;
        while (from < bytes.length && mark.swallows(bytes[from])) {
            from++;
        }
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.append(bytes, from, i);
                finish(lines);
                from = i + 1;
            }
        }
        line.append(bytes, from, bytes.length);
        return lines;
    }

    @Override
    public List<Element> end() {
        List<Element> lines = new ArrayList<>();
        finish(lines);
        return lines;
    }

    private void finish(List<Element> lines) {
        boolean blank = line.isBlank();
        Element element = line.take();
        if (!blank) {
            lines.add(element);
        }
    }

    @Override
    public @Nullable Problem aborted() {
        return null;
    }
}
