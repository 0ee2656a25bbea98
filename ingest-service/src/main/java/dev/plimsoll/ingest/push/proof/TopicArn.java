package dev.plimsoll.ingest.push.proof;

import dev.plimsoll.ingest.reference.Printable;
import java.util.regex.Pattern;

/**
 * A topic of Amazon SNS.
 *
 * @param value for example "arn:aws:sns:eu-central-1:123456789012:registry-events"
 */
public record TopicArn(String value) {

    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+){1,3}-[0-9]{1,2}):[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    public TopicArn {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'topic-arn' is not the ARN of an SNS topic: '%s'"
                            .formatted(Printable.of(value)));
        }
    }

    /** The one host that may vouch for this topic. */
    String host() {
        var matcher = GRAMMAR.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalStateException(value);
        }
        var china = "aws-cn".equals(matcher.group(1)) ? ".cn" : "";
        return "sns.%s.amazonaws.com%s".formatted(matcher.group(2), china);
    }
}
