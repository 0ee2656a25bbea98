package dev.plimsoll.notify;

import dev.plimsoll.notify.alert.AlertPlanner;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.channel.Channels;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.deliver.Dispatcher;
import dev.plimsoll.notify.ledger.LedgerWriter;
import dev.plimsoll.notify.review.ReviewPlanner;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** Puts the parts together as the settings say. */
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {

    private static final Logger log = LoggerFactory.getLogger(NotifyConfiguration.class);

    @Bean
    AlertPlanner alertPlanner(NotifyProperties properties) {
        return new AlertPlanner(properties.alertPolicy(), properties.parsedDestinations().keySet());
    }

    @Bean
    ReviewPlanner reviewPlanner(NotifyProperties properties) {
        return new ReviewPlanner(properties.reviewRoutes());
    }

    @Bean
    Dispatcher dispatcher(
            NotifyProperties properties, ObjectProvider<JavaMailSender> mail, LedgerWriter ledger) {
        var clock = InstantSource.system();
        var channels = new Channels(properties.httpTimeouts(), mail.getIfAvailable(), clock);
        return new Dispatcher(
                channels(properties.parsedDestinations(), channels),
                new AnnouncementWriter(properties.pages()),
                ledger,
                properties.deliveryPolicy(),
                clock);
    }

    private static Map<String, Channel> channels(
            Map<String, Destination> destinations, Channels channels) {
        if (destinations.isEmpty()) {
            log.warn("no destinations are configured: nobody will be told of anything");
        }
        var byName = new HashMap<String, Channel>();
        destinations.forEach(
                (name, destination) -> {
                    try {
                        byName.put(name, channels.to(destination));
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                "notify.destinations.%s %s".formatted(name, e.getMessage()), e);
                    }
                    log.atInfo()
                            .addKeyValue("destination", name)
                            .addKeyValue("type", destination.getClass().getSimpleName())
                            .log("destination configured");
                    if (destination.isReadableOnTheWay()) {
                        log.atWarn()
                                .addKeyValue("destination", name)
                                .log("destination is not https: others may read what is sent");
                    }
                });
        return byName;
    }
}
