package io.vicinal.relevance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the relevance service learns from.
 *
 * @param logPerSecond judged queries a second that are logged, so that feedback on them can be learned from; 0 logs none
 * @param logBurst judged queries that may be logged at once after quiet
 * @param learn whether this instance may be the one that learns
 * @param learnInterval how often it is looked whether there is enough new feedback
 * @param queriesHeld how much the latest logged queries without feedback may take; feedback on older ones counts for nothing
 * @param examplesHeld how much those with feedback may take, over all collections
 * @param examplesPerCollection the most of those, of one collection; the oldest are forgotten
 */
@ConfigurationProperties("vicinal.relevance")
record RelevanceProperties(
        @DefaultValue("50") double logPerSecond,
        @DefaultValue("5000") int logBurst,
        @DefaultValue("true") boolean learn,
        @DefaultValue("5s") Duration learnInterval,
        @DefaultValue("64MB") DataSize queriesHeld,
        @DefaultValue("64MB") DataSize examplesHeld,
        @DefaultValue("5000") int examplesPerCollection) {}
