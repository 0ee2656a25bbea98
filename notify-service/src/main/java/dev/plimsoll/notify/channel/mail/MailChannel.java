package dev.plimsoll.notify.channel.mail;

import dev.plimsoll.notify.alert.Identity;
import dev.plimsoll.notify.channel.Addressee;
import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.Outcome;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Sends one message to everybody of the destination, or to the one person it is for. Mail servers
 * know no idempotency key; the Message-ID is the same in every attempt, so that readers and filters
 * can tell a duplicate.
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
        for (var address : receivers(announcement)) {
            helper.addTo(new InternetAddress(address, true));
        }
        helper.setSubject("[Plimsoll] " + announcement.title());
        helper.setSentDate(Date.from(announcement.alert().getPlannedAt()));
        helper.setText(MailText.plain(announcement), MailText.html(announcement));
        message.setHeader("Message-ID", messageId(announcement));
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private List<String> receivers(Announcement announcement) {
        var address = Addressee.parse(announcement.alert().getDestination()).address();
        return address == null ? mail.to() : List.of(address);
    }

    /** An address would break the grammar of a Message-ID. */
    private static String messageId(Announcement announcement) {
        var addressee = Addressee.parse(announcement.alert().getDestination());
        var receivers =
                addressee.address() == null
                        ? addressee.destination()
                        : addressee.destination() + "." + Identity.of(List.of(addressee.address()));
        return "<%s.%s@plimsoll>".formatted(announcement.id(), receivers);
    }
}
