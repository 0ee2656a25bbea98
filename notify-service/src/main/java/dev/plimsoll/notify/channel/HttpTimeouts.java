package dev.plimsoll.notify.channel;

import java.time.Duration;

/**
 * How long a receiver may take.
 *
 * @param connect until the connection stands, TLS included
 * @param answer from the first byte sent to the last byte read
 */
public record HttpTimeouts(Duration connect, Duration answer) {}
