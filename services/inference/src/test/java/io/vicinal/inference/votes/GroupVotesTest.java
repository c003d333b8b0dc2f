package io.vicinal.inference.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupVotesTest {
    @Test
    void eachGroupHasOneVoteThatCountsByHowNearItIs() {
        List<Vote> votes = List.of(new Vote("b", 0.8), new Vote("a", 0.9), new Vote("b", 0.8));
        double second = 2 * Math.exp(-1);
        assertThat(GroupVotes.distribution(votes, 0.1)).containsOnlyKeys("a", "b");
        assertThat(GroupVotes.distribution(votes, 0.1).get("a")).isCloseTo(1 / (1 + second), within(1e-9));
        assertThat(GroupVotes.distribution(votes, 10).keySet()).containsExactly("b", "a");
        assertThat(GroupVotes.distribution(votes, 0.01).keySet()).containsExactly("a", "b");
    }

    @Test
    void withoutVotesThereIsNoLabel() {
        assertThat(GroupVotes.distribution(List.of(), 0.1)).isEmpty();
    }
}
