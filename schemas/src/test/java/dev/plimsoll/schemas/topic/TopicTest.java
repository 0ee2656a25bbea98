package dev.plimsoll.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void recordsOfOneRepositoryMeetInOnePartitionOfEveryTopic() {
        assertThat(Topic.events())
                .filteredOn(topic -> topic.partitions() != 1)
                .extracting(Topic::partitions)
                .containsOnly(Topic.REPOSITORY_PARTITIONS);
    }

    @Test
    void whatCannotBeProcessedIsKeptForThreeMonths() {
        assertThat(Topic.IMAGES_PUSHED.deadLetters())
                .isEqualTo(
                        new Topic(
                                "images.pushed.dlq",
                                Topic.REPOSITORY_PARTITIONS,
                                Topic.Cleanup.DELETE,
                                Duration.ofDays(90)));
    }

    @Test
    void aTopicWithoutPartitionsIsRefused() {
        assertThatThrownBy(() -> new Topic("x", 0, Topic.Cleanup.DELETE, Duration.ofDays(1)))
                .hasMessage("no topic can be 'x' with 0 partitions, kept for PT24H");
    }
}
