package dev.plimsoll.notify.channel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.notify.channel.Outcome;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.io.EOFException;
import java.net.ConnectException;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;

class SmtpAnswerTest {

    private static final Address[] NOBODY = {};

    @Test
    void triesAgainWhatTheServerMayTakeLater() {
        assertThat(outcome(answer(451, "451 greylisted")))
                .isEqualTo(new Outcome.Unavailable("SMTP: 451 greylisted", null));
    }

    @Test
    void givesUpWhatTheServerRefuses() {
        assertThat(outcome(answer(552, "552 too large")))
                .isEqualTo(new Outcome.Refused("SMTP: 552 too large"));
    }

    @Test
    void givesUpWhenAReceiverDoesNotExist() throws Exception {
        var unknown =
                new SMTPAddressFailedException(
                        new InternetAddress("x@example.com"), "RCPT TO", 550, "550 no such user");
        var failure = new SendFailedException("Invalid Addresses", unknown, NOBODY, NOBODY, NOBODY);

        assertThat(outcome(failure)).isEqualTo(new Outcome.Refused("SMTP: 550 no such user"));
    }

    @Test
    void triesAgainWhenThereIsNoConnection() {
        var refused =
                new MailConnectException(
                        new SocketConnectException(
                                "refused", new ConnectException("refused"), "127.0.0.1", 25, 5000));

        assertThat(outcome(refused)).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void doesNotKnowWhetherAMessageArrivedWhenTheConnectionBreaksOff() {
        assertThat(outcome(answer(-1, "[EOF]"))).isEqualTo(new Outcome.Unknown("SMTP: [EOF]"));
        assertThat(outcome(new MessagingException("broken", new EOFException("gone"))))
                .isEqualTo(new Outcome.Unknown("SMTP: gone"));
    }

    @Test
    void waitsForCorrectedCredentials() {
        var failure =
                new MailAuthenticationException(new AuthenticationFailedException("535 no\r\nway"));

        assertThat(SmtpAnswer.outcome(failure))
                .isEqualTo(new Outcome.Unavailable("SMTP: 535 no  way", null));
    }

    private static SMTPSendFailedException answer(int code, String text) {
        return new SMTPSendFailedException("DATA", code, text, null, NOBODY, NOBODY, NOBODY);
    }

    private static Outcome outcome(Exception failure) {
        return SmtpAnswer.outcome(new MailSendException(Map.of("message", failure)));
    }
}
