package dev.plimsoll.analysis.access;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Reading needs the account; nothing can be written, so there is no session and no token. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Our own stylesheet and nothing else: no script, no frame, no picture from elsewhere. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /** A bean, or else Spring Boot makes an account of its own and logs its password. */
    @Bean
    OneAccount account(AccessProperties properties) {
        return new OneAccount(properties);
    }

    @Bean
    SecurityFilterChain access(HttpSecurity http, OneAccount account) {
        return http.authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers("/actuator/health", "/actuator/health/**")
                                        .permitAll()
                                        .requestMatchers(HttpMethod.GET)
                                        .authenticated()
                                        .requestMatchers(HttpMethod.HEAD)
                                        .authenticated()
                                        .anyRequest()
                                        .denyAll())
                .authenticationProvider(account)
                .httpBasic(basic -> basic.realmName("Plimsoll"))
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(
                        headers ->
                                headers.contentSecurityPolicy(
                                                policy -> policy.policyDirectives(POLICY))
                                        .referrerPolicy(
                                                policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                                        .contentTypeOptions(Customizer.withDefaults()))
                .build();
    }
}
