package dev.plimsoll.notify.topic;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all services agree on.
 *
 * @param topicPrefix put before the name of every topic; may be empty
 */
@ConfigurationProperties(prefix = "plimsoll", ignoreUnknownFields = false)
record TopicProperties(@DefaultValue("") String topicPrefix) {}
