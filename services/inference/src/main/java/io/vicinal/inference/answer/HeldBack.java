package io.vicinal.inference.answer;

/** Keeps the beginning of a streamed answer back for as long as it may still become {@link Prompt#NO_ANSWER}. */
final class HeldBack {
    private final StringBuilder beginning = new StringBuilder();
    private boolean open;

    /** What may be shown now: nothing yet, all that was held with this, or this. */
    String next(String text) {
        if (open) {
            return text;
        }
        beginning.append(text);
        String said = beginning.toString().stripLeading();
        if (Prompt.NO_ANSWER.startsWith(said) || said.startsWith(Prompt.NO_ANSWER)) {
            return "";
        }
        open = true;
        return beginning.toString();
    }
}
