package io.vicinal.evaluation.console;

/** Something the person at the terminal can mend; its message is the sentence they read, and no stack trace follows. */
public class UserError extends RuntimeException {
    public UserError(String sentence) {
        super(sentence, null, false, false);
    }
}
