package io.vicinal.ingestion.submit;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array of elements, or one object. Follows only strings, escapes and depth: whether an element is good JSON is found
 * out when it is read, so that a bad one does not take the others with it.
 */
final class JsonSplitter implements Splitter {
    private enum State {
        START,
        FIRST_OR_END,
        NEXT,
        NESTED,
        STRING,
        ESCAPE,
        LITERAL,
        AFTER_ELEMENT,
        END
    }

    private final ElementBytes element;
    private final ByteOrderMark mark = new ByteOrderMark();
    private State state = State.START;
    private boolean single;
    private int depth;
    private long elements;
    private @Nullable Problem aborted;

    JsonSplitter(int limit) {
        this.element = new ElementBytes(limit);
    }

    @Override
    public List<Element> feed(byte[] bytes) {
        List<Element> found = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length && aborted == null; i++) {
            byte b = bytes[i];
            switch (state) {
                case START -> start(b);
                case FIRST_OR_END, NEXT -> between(b);
                case AFTER_ELEMENT -> afterElement(b);
                case END -> {
                    if (!isSpace(b)) {
                        abort("Something follows the end of the documents.");
                    }
                }
                default -> {
                    if (inside(b)) {
                        element.append(bytes, from, state == State.LITERAL ? i : i + 1);
                        boolean again = state == State.LITERAL;
                        found.add(finish());
                        if (again) { // the byte that ended a literal is not part of it
                            afterElement(b);
                        }
                    }
                    continue;
                }
            }
            if (isInside()) { // it begins here
                from = i;
            }
        }
        if (isInside() && aborted == null) {
            element.append(bytes, from, bytes.length);
        }
        return found;
    }

    private void start(byte b) {
        if (isSpace(b) || mark.swallows(b)) {
            return;
        }
        if (b == '[') {
            state = State.FIRST_OR_END;
        } else if (b == '{') {
            single = true;
            begin(b);
        } else {
            abort("The body must be an array of documents, or one document.");
        }
    }

    private void between(byte b) {
        if (isSpace(b)) {
            return;
        }
        if (b == ']' && state == State.FIRST_OR_END) {
            state = State.END;
        } else if (b == ']' || b == ',' || b == '}' || b == ':') {
            abort("The array has '%c' where document %d should be.".formatted(b, elements));
        } else {
            begin(b);
        }
    }

    private void begin(byte b) {
        depth = b == '{' || b == '[' ? 1 : 0;
        state = depth == 1 ? State.NESTED : b == '"' ? State.STRING : State.LITERAL;
    }

    /** @return whether the element ends with this byte, or before it where it is a literal */
    private boolean inside(byte b) {
        switch (state) {
            case ESCAPE -> state = State.STRING;
            case STRING -> {
                if (b == '\\') {
                    state = State.ESCAPE;
                } else if (b == '"') {
                    state = State.NESTED;
                    return depth == 0;
                }
            }
            case LITERAL -> {
                return isSpace(b) || b == ',' || b == ']';
            }
            default -> {
                if (b == '"') {
                    state = State.STRING;
                } else if (b == '{' || b == '[') {
                    depth++;
                } else if (b == '}' || b == ']') {
                    return --depth == 0;
                }
            }
        }
        return false;
    }

    private Element finish() {
        state = single ? State.END : State.AFTER_ELEMENT;
        elements++;
        return element.take();
    }

    private void afterElement(byte b) {
        if (b == ',') {
            state = State.NEXT;
        } else if (b == ']') {
            state = State.END;
        } else if (!isSpace(b)) {
            abort("After document %d a comma or the end of the array is missing.".formatted(elements - 1));
        }
    }

    @Override
    public List<Element> end() {
        if (aborted == null && state != State.END) {
            abort(
                    state == State.START
                            ? "The body is empty."
                            : isInside()
                                    ? "The body ends in the middle of document %d.".formatted(elements)
                                    : "The body ends before its array does.");
        }
        return List.of();
    }

    @Override
    public @Nullable Problem aborted() {
        return aborted;
    }

    private void abort(String detail) {
        aborted = ProblemType.MALFORMED_JSON.of(null, detail);
    }

    private boolean isInside() {
        return state == State.NESTED || state == State.STRING || state == State.ESCAPE || state == State.LITERAL;
    }

    private static boolean isSpace(byte b) {
        return Splitter.isSpace(b);
    }
}
