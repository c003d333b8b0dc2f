package io.vicinal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * BlockHound watches the event loops in every test of this module; here it is seen to be on, since without it all of them
 * would pass.
 */
class EventLoopTest {

    @Test
    void blockingOnAnEventLoopIsNoticed() {
        Throwable failure = catchThrowable(() -> Mono.fromCallable(() -> {
                    Thread.sleep(1);
                    return "slept";
                })
                .subscribeOn(Schedulers.parallel())
                .block(Duration.ofSeconds(10)));
        assertThat(failure).hasStackTraceContaining("Blocking call!");
    }
}
