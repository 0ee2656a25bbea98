/**
 * Finds what looks like a secret in short texts: environment variables, build instructions, labels.
 *
 * <p>Lives here: the formats of well-known tokens, the names that secrets usually have, and what
 * tells a value from a placeholder. Does not live here: where the texts come from. Which token
 * formats exist (their prefixes, alphabets and lengths) is public knowledge, collected for example
 * by <a href="https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml">gitleaks</a>;
 * a new one is a row in {@link dev.plimsoll.ingest.scan.secret.TokenFormat}.
 *
 * <p>A secret found is never kept, logged or shown: callers get the kind of the secret, and the
 * text without it. Time grows with the length of a text and never faster: every expression begins
 * at a fixed word and reads a bounded number of characters without going back.
 */
@NullMarked
package dev.plimsoll.ingest.scan.secret;

import org.jspecify.annotations.NullMarked;
