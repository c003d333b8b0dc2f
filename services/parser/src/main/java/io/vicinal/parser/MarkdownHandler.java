package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Tika's XHTML as plain text that keeps what carries meaning: headings ({@code # }), lists ({@code - }), tables
 * ({@code | a | b |}) and pages (a form feed between them). Nothing is escaped and links lose their addresses: the text is
 * for an encoder and for readers, not for a Markdown renderer.
 */
final class MarkdownHandler extends DefaultHandler {
    /** Office files have paragraphs with a mark where HTML has lists. */
    private static final String BULLETS = "·•▪‣◦";

    private static final Pattern EMPTY_LINE = Pattern.compile("\n[ \t\r]*\n");

    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "blockquote",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "nav",
            "aside",
            "address",
            "dl",
            "dt",
            "dd",
            "hr",
            "figure",
            "figcaption",
            "form",
            "fieldset",
            "body",
            "caption",
            "details",
            "summary");
    private static final Set<String> UNSEEN = Set.of("script", "style", "title", "head", "noscript", "template");
    private static final Set<String> PAGES = Set.of("page", "slide-content", "slide", "sheet");

    private final BoundedText out;
    private final int depthLimit;
    private final List<Integer> pageStarts = new ArrayList<>();
    private final StringBuilder block = new StringBuilder();
    private final Deque<ListMark> lists = new ArrayDeque<>();
    private final TableRows table = new TableRows();
    private @Nullable String firstHeading;
    private int depth;
    private int unseen;
    private int heading;
    private int verbatim;
    private int embedded;
    private boolean item;
    private boolean afterItem;

    /** @param next the number of the next item, or 0 in a list without numbers */
    private record ListMark(int next) {}

    MarkdownHandler(BoundedText out, int depthLimit) {
        this.out = out;
        this.depthLimit = depthLimit;
    }

    List<Integer> pageStarts() {
        return pageStarts;
    }

    @Nullable
    String firstHeading() {
        return firstHeading;
    }

    /** What comes to the matching {@link #endEmbedded} is of a file within the file; its pages are not the file's. */
    void beginEmbedded(String name) throws RefusalException {
        flush();
        embedded++;
        write("## " + collapsed(name), "\n\n");
    }

    void endEmbedded() throws RefusalException {
        flush();
        embedded--;
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes)
            throws RefusalException {
        if (++depth > depthLimit) {
            throw new RefusalException(
                    Reason.OVER_LIMITS,
                    "The file is nested more than %,d levels deep; files like that are not read."
                            .formatted(depthLimit));
        }
        String name = (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
        if (UNSEEN.contains(name)) {
            unseen++;
        } else if (table.isOpen()) {
            inTable(name);
        } else if (isHeading(name)) {
            flush();
            heading = name.charAt(1) - '0';
        } else if (BLOCKS.contains(name)) {
            flush();
            if (embedded == 0 && name.equals("div") && PAGES.contains(attributes.getValue("class"))) {
                page();
            }
        } else {
            switch (name) {
                case "ul" -> begin(new ListMark(0));
                case "ol" -> begin(new ListMark(1));
                case "li" -> {
                    flush();
                    item = true;
                }
                case "pre" -> {
                    flush();
                    verbatim++;
                }
                case "table" -> {
                    flush();
                    table.begin();
                }
                default -> {
                    // inline, or unknown: its text is all there is to it
                }
            }
        }
    }

    @Override
    public void endElement(String uri, String local, String qualified) throws RefusalException {
        depth--;
        String name = (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
        if (UNSEEN.contains(name)) {
            unseen--;
        } else if (table.isOpen()) {
            String row = table.end(name);
            if (row != null) {
                write(row, table.isFirst() ? "\n\n" : "\n");
                afterItem = false;
            }
        } else if (isHeading(name) || BLOCKS.contains(name) || name.equals("li")) {
            flush();
            item = false;
        } else if (name.equals("ul") || name.equals("ol")) {
            flush();
            lists.poll();
        } else if (name.equals("pre")) {
            flush();
            verbatim--;
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws RefusalException {
        if (unseen > 0) {
            return;
        }
        StringBuilder target = table.isOpen() ? table.cell() : block;
        if (target == null) {
            return; // between the cells of a table
        }
        target.append(characters, start, length);
        if (target.length() > out.left()) {
            out.append(target); // over the limit, and says so
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) throws RefusalException {
        characters(characters, start, length);
    }

    @Override
    public void endDocument() throws RefusalException {
        flush();
    }

    private void begin(ListMark list) throws RefusalException {
        flush();
        lists.push(list);
    }

    private void inTable(String name) {
        switch (name) {
            case "table" -> table.begin();
            case "tr" -> table.beginRow();
            case "td", "th" -> table.beginCell();
            default -> table.space();
        }
    }

    private void page() throws RefusalException {
        if (!pageStarts.isEmpty()) {
            out.append("\n\f");
            afterItem = false;
        }
        pageStarts.add(out.length());
    }

    private void flush() throws RefusalException {
        String text = verbatim > 0 ? stripped(block) : paragraphs(block);
        block.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        if (verbatim == 0 && text.length() > 2 && BULLETS.indexOf(text.charAt(0)) >= 0 && text.charAt(1) == ' ') {
            text = text.substring(2);
            item = true;
        }
        if (heading > 0) {
            String line = collapsed(text);
            if (firstHeading == null && embedded == 0) {
                firstHeading = line;
            }
            write("#".repeat(heading) + ' ' + line, "\n\n");
            heading = 0;
        } else if (item) {
            write("  ".repeat(Math.max(0, lists.size() - 1)) + mark() + text, afterItem ? "\n" : "\n\n");
            afterItem = true;
            item = false;
            return;
        } else {
            write(text, "\n\n");
        }
        afterItem = false;
    }

    private String mark() {
        ListMark list = lists.poll();
        if (list == null) {
            return "- ";
        }
        lists.push(new ListMark(list.next == 0 ? 0 : list.next + 1));
        return list.next == 0 ? "- " : list.next + ". ";
    }

    /** @param separator from what is before it on the same page */
    private void write(String text, String separator) throws RefusalException {
        int pageStart = pageStarts.isEmpty() ? 0 : pageStarts.getLast();
        if (out.length() > pageStart) {
            out.append(separator);
        }
        out.append(text);
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    private static String stripped(StringBuilder text) {
        String lines = text.toString().replace("\r\n", "\n");
        int begin = 0;
        for (int i = 0; i < lines.length() && Character.isWhitespace(lines.charAt(i)); i++) {
            if (lines.charAt(i) == '\n') {
                begin = i + 1; // the first line keeps its indentation
            }
        }
        return lines.substring(begin).stripTrailing();
    }

    /** The text of e-mails comes as one element; its empty lines are what parts it. */
    private static String paragraphs(StringBuilder text) {
        return EMPTY_LINE
                .splitAsStream(text)
                .map(MarkdownHandler::collapsed)
                .filter(paragraph -> !paragraph.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /** Lines are joined: where they break in the source of a page or on paper says nothing. */
    static String collapsed(CharSequence text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00a0') {
                space = true;
            } else {
                if (space && !line.isEmpty()) {
                    line.append(' ');
                }
                space = false;
                line.append(c);
            }
        }
        return line.toString();
    }
}
