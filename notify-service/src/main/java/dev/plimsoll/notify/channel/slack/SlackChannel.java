package dev.plimsoll.notify.channel.slack;

import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.Outcome;
import dev.plimsoll.notify.channel.http.HttpPost;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Posts to an incoming webhook. Slack knows no idempotency key. */
public final class SlackChannel implements Channel {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Destination.Slack slack;
    private final HttpPost http;

    public SlackChannel(Destination.Slack slack, HttpPost http) {
        this.slack = slack;
        this.http = http;
    }

    @Override
    public Outcome send(Announcement announcement) {
        var body = JSON.writeValueAsBytes(SlackMessage.of(announcement));
        return http.post(slack.url(), Map.of(), body);
    }

    @Override
    public boolean recognisesRepetitions() {
        return false;
    }
}
