package io.vicinal.text.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example shows by bars where sentences end. */
class SentenceEndsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dr. Smith met Mr. Jones on Monday. |They talked.",
                "Use a cache, e.g. Caffeine, i.e. in memory. |See Fig. 3 for details. |It works.",
                "As shown in Fig. 3A, the value was 3.14. |The end.",
                "The U.S. Army said so. |J. R. R. Tolkien wrote it.",
                "Smith et al. Found much. |Approx. 5 mg of E. coli vs. Salmonella were used.",
                "He said \"Stop.\" |Then he left. |Version 2.0.1 is out! |Really?! |Yes.",
                "It began in 1939. |It ended in 1945. |Nobody knew.",
                "Das gilt z. B. für Hr. Müller und Dr. Meier. |Am 3. Oktober ist frei. |Ende.",
                "M. Dupont et Mme. Durand sont là. |Voilà.",
                "今天天气很好。|我们去公园吧！|你来吗？|好的。",
                "日本語の文章です。|次の文です。|と言った。",
                "ذهبت إلى السوق. |هل تريد شيئا؟| نعم، من فضلك.",
                "یہ پہلا جملہ ہے۔| یہ دوسرا ہے۔",
                "यह पहला वाक्य है। |यह दूसरा है।",
                "สวัสดีครับ วันนี้อากาศดีมาก",
                "Visit www.example.com. |Then mail a.b@c.org. |Done.",
                "a line\nthat goes on. |And another\none.",
            })
    void areWhereReadersSeeThem(String marked) {
        String text = marked.replace("|", "");
        List<String> sentences = new ArrayList<>();
        SentenceEnds ends = new SentenceEnds(text, 0, text.length());
        for (int start = 0; start < text.length(); ) {
            int end = ends.next();
            sentences.add(text.substring(start, end));
            start = end;
        }
        assertThat(String.join("|", sentences)).isEqualTo(marked);
    }
}
