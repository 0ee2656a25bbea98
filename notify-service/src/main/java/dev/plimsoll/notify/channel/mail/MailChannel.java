package dev.plimsoll.notify.channel.mail;

import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.Outcome;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Sends one message to everybody of the destination. Mail servers know no idempotency key; the
 * Message-ID is the same in every attempt, so that readers and filters can tell a duplicate.
 */
public final class MailChannel implements Channel {

    private final Destination.Mail mail;
    private final JavaMailSender server;

    public MailChannel(Destination.Mail mail, JavaMailSender server) {
        this.mail = mail;
        this.server = server;
    }

    @Override
    public Outcome send(Announcement announcement) {
        try {
            server.send(message(announcement));
            return new Outcome.Delivered();
        } catch (MailException e) {
            return SmtpAnswer.outcome(e);
        } catch (MessagingException e) {
            return new Outcome.Refused("the message cannot be composed: " + e.getMessage());
        }
    }

    @Override
    public boolean recognisesRepetitions() {
        return false;
    }

    private MimeMessage message(Announcement announcement) throws MessagingException {
        var message = server.createMimeMessage();
        var helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(new InternetAddress(mail.from(), true));
        for (var address : mail.to()) {
            helper.addTo(new InternetAddress(address, true));
        }
        helper.setSubject("[Plimsoll] " + announcement.title());
        helper.setSentDate(Date.from(announcement.alert().getPlannedAt()));
        helper.setText(MailText.plain(announcement), MailText.html(announcement));
        message.setHeader("Message-ID", messageId(announcement));
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private static String messageId(Announcement announcement) {
        return "<%s.%s@plimsoll>"
                .formatted(announcement.id(), announcement.alert().getDestination());
    }
}
