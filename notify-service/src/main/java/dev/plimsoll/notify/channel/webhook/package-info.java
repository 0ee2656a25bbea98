/**
 * A signed POST as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a> describes it. {@code webhook-id} is the alert's id and the same in every attempt: a
 * receiver that remembers it sees an alert once.
 *
 * <p>The body, see {@link dev.plimsoll.notify.channel.webhook.WebhookBody}, is the same in every
 * attempt too:
 *
 * <pre>{@code
 * {
 *   "type": "image.alert",                     // or "image.baseline": a line's first scan, once
 *   "timestamp": "2026-03-01T10:15:30Z",       // of the assessment
 *   "data": {
 *     "id": "4f…",                             // = webhook-id
 *     "title": "registry.example.com/team/web:1.5.0 — 1 critical, 2 high new",
 *     "cause": "push of 1.5.0",
 *     "page": "https://…/images/…",            // null unless notify.pages is set
 *     "image": {"registry": "", "repository": "", "tag": null, "digest": "", "platform": "", "line": ""},
 *     "open": {"critical": 1, "high": 2, "medium": 0, "low": 0, "negligible": 0, "unknown": 0},
 *     "findings": [{"vulnerability": "CVE-…", "severity": "critical", "change": "opened",
 *                   "package": "openssl", "version": "3.0.1", "fixedVersion": null,
 *                   "layer": "base", "baseImage": null, "summary": null, "detail": null, "remedy": "…"}],
 *     "findingsOmitted": 0                     // the worst 500 are listed
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.plimsoll.notify.channel.webhook;

import org.jspecify.annotations.NullMarked;
