package dev.plimsoll.notify.channel.mail;

import dev.plimsoll.notify.channel.Outcome;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** What a mail server's failure means for the message. */
final class SmtpAnswer {

    private static final int SHOWN_CHARACTERS = 200;

    private SmtpAnswer() {}

    static Outcome outcome(MailException failure) {
        var causes = causes(failure);
        var reason = reason(causes);
        if (failure instanceof MailAuthenticationException) {
            // Our credentials are at fault, not the message: it waits for somebody to correct them.
            return new Outcome.Unavailable(reason, null);
        }
        var code = causes.stream().mapToInt(SmtpAnswer::code).filter(answer -> answer > 0).max();
        return code.isPresent() ? answered(code, reason) : unanswered(causes, reason);
    }

    private static Outcome answered(OptionalInt code, String reason) {
        return code.getAsInt() >= 500
                ? new Outcome.Refused(reason)
                : new Outcome.Unavailable(reason, null);
    }

    /** Once the connection stands, its breaking off does not tell whether the message arrived. */
    private static Outcome unanswered(List<Throwable> causes, String reason) {
        var connected = causes.stream().noneMatch(MailConnectException.class::isInstance);
        var brokeOff =
                causes.stream()
                        .anyMatch(
                                cause ->
                                        cause instanceof IOException
                                                || cause instanceof SMTPSendFailedException);
        return connected && brokeOff
                ? new Outcome.Unknown(reason)
                : new Outcome.Unavailable(reason, null);
    }

    private static int code(Throwable cause) {
        return switch (cause) {
            case SMTPSendFailedException answer -> answer.getReturnCode();
            case SMTPAddressFailedException answer -> answer.getReturnCode();
            case SMTPSenderFailedException answer -> answer.getReturnCode();
            default -> -1;
        };
    }

    /** Spring and Jakarta Mail each have a chain of their own. */
    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        collect(failure, causes);
        return causes;
    }

    private static void collect(Throwable failure, List<Throwable> causes) {
        if (causes.contains(failure)) {
            return;
        }
        causes.add(failure);
        if (failure instanceof MailSendException sending) {
            sending.getFailedMessages().values().forEach(cause -> collect(cause, causes));
        }
        if (failure instanceof MessagingException messaging
                && messaging.getNextException() != null) {
            collect(messaging.getNextException(), causes);
        }
        if (failure.getCause() != null) {
            collect(failure.getCause(), causes);
        }
    }

    private static String reason(List<Throwable> causes) {
        var last = causes.getLast();
        var text = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        var line = text.replaceAll("\\p{C}|\\s", " ").strip();
        var shown =
                line.length() <= SHOWN_CHARACTERS
                        ? line
                        : line.substring(0, SHOWN_CHARACTERS) + "…";
        return "SMTP: " + shown;
    }
}
