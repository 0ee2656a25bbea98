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
 *
 * <p>Of rules that have to be looked at again, one body for each owner:
 *
 * <pre>{@code
 * {
 *   "type": "review.due",
 *   "timestamp": "2026-11-25T06:00:00Z",
 *   "data": {
 *     "id": "9c…",
 *     "title": "platform@example.com — 2 rules to review, the first by 2026-12-02",
 *     "task": "Look at each rule again: …",
 *     "page": "https://…/reviews?owner=…",     // null unless notify.pages is set
 *     "owner": "platform@example.com",
 *     "stage": "upcoming",                     // or "overdue": the date has passed, nobody decided
 *     "rules": [{"rule": "python-base", "reason": "…", "ticket": null,
 *                "review": "2026-12-02", "until": "2027-01-30T00:00:00Z",
 *                "findings": {"critical": 0, "high": 12, "medium": 0, "low": 0, "negligible": 0,
 *                             "unknown": 0},   // what it accepts now
 *                "images": 3}],
 *     "rulesOmitted": 0                        // the first 500 are listed
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.plimsoll.notify.channel.webhook;

import org.jspecify.annotations.NullMarked;
