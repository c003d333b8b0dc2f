package io.vicinal.parser;

import io.vicinal.parsing.Frames;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Reason;
import io.vicinal.parsing.ParseAnswer.Refused;
import io.vicinal.parsing.ParseRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The process: requests on standard input, answers on standard output, one after the other. It lives no longer than its
 * standard input, so that it goes with the process that started it, however that ends, also in the middle of a file.
 */
public final class ParserMain {
    /** Some parsers follow what is nested by recursion. */
    private static final long STACK_BYTES = 16 << 20;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        OutputStream answers = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        URL.setURLStreamHandlerFactory(NoNetwork::handler);
        FileParser parser = new FileParser();
        Frames.writeReady(answers);
        SynchronousQueue<ParseRequest> requests = new SynchronousQueue<>();
        new Thread(null, () -> answer(parser, requests, answers), "parser", STACK_BYTES).start();
        for (ParseRequest next = request(System.in); next != null; next = request(System.in)) {
            requests.put(next);
        }
        Runtime.getRuntime().halt(0);
    }

    private static @Nullable ParseRequest request(InputStream in) {
        try {
            return Frames.readRequest(in);
        } catch (IOException e) {
            return null;
        }
    }

    private static void answer(FileParser parser, SynchronousQueue<ParseRequest> requests, OutputStream answers) {
        try {
            while (true) {
                ParseRequest request = requests.take();
                ParseAnswer answer;
                boolean shaken = false;
                try {
                    answer = parser.parse(request);
                } catch (StackOverflowError e) {
                    answer = new Refused(Reason.OVER_LIMITS, null, "The file is nested too deep to be read.");
                    shaken = true;
                }
                Frames.writeAnswer(answers, answer);
                if (shaken) { // whatever was in the middle of something has not been undone
                    Runtime.getRuntime().halt(Frames.RETIRED);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private ParserMain() {}
}
