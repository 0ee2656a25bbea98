package dev.plimsoll.ingest.push.proof;

/**
 * How a sender signs: with a keyed hash of the bytes it sends, in hexadecimal digits.
 *
 * @param header that carries it
 * @param algorithm as Java calls it, for example "HmacSHA256"
 * @param prefix before the digits, empty if there is none
 */
public record Signing(String header, String algorithm, String prefix) {}
