package dev.plimsoll.ingest.scan.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are made up while the tests run, so that no scanner of sources mistakes them for real. */
class SecretsTest {

    private static final String WORD =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String HEX = "0123456789abcdef";

    record Token(String pattern, String value) {}

    static Stream<Token> tokens() {
        return Stream.of(
                new Token("aws-access-key", "AKIA" + random(UPPER, 16)),
                new Token("aws-access-key", "ASIA" + random(UPPER, 16)),
                new Token("gcp-api-key", "AIza" + random(WORD, 35)),
                new Token("gcp-oauth-secret", "GOCSPX-" + random(WORD, 28)),
                new Token("azure-storage-key", "AccountKey=" + random(WORD, 86) + "=="),
                new Token("azure-client-secret", "aB38Q~" + random(WORD, 34)),
                new Token("azure-signature", "sig=" + random(WORD, 43) + "%3D"),
                new Token("github-token", "ghp_" + random(WORD, 36)),
                new Token("github-token", "ghs_" + random(WORD, 36)),
                new Token(
                        "github-token", "github_pat_" + random(WORD, 22) + "_" + random(WORD, 59)),
                new Token("gitlab-token", "glpat-" + random(WORD, 20)),
                new Token("gitlab-token", "glptt-" + random(HEX, 40)),
                new Token(
                        "slack-token", "xoxb-" + random("0123456789", 12) + "-" + random(WORD, 24)),
                new Token(
                        "slack-webhook",
                        "hooks.slack.com/services/T"
                                + random(UPPER, 8)
                                + "/B"
                                + random(UPPER, 8)
                                + "/"
                                + random(WORD, 24)),
                new Token("npm-token", "npm_" + random(WORD, 36)),
                new Token("pypi-token", "pypi-AgEIcHlwaS5vcmc" + random(WORD, 80)),
                new Token("rubygems-token", "rubygems_" + random(HEX, 48)),
                new Token("stripe-key", "sk_live_" + random(WORD, 24)),
                new Token("stripe-key", "rk_test_" + random(WORD, 99)),
                new Token("sendgrid-key", "SG." + random(WORD, 22) + "." + random(WORD, 43)),
                new Token("twilio-key", "SK" + random(HEX, 32)),
                new Token("digitalocean-token", "dop_v1_" + random(HEX, 64)),
                new Token("docker-hub-token", "dckr_pat_" + random(WORD, 27)),
                new Token("vault-token", "hvs." + random(WORD, 90)),
                new Token("terraform-token", random(WORD, 14) + ".atlasv1." + random(WORD, 67)),
                new Token("openai-key", "sk-" + random(WORD, 20) + "T3BlbkFJ" + random(WORD, 20)),
                new Token("anthropic-key", "sk-ant-api03-" + random(WORD, 93) + "AA"),
                new Token(
                        "jwt",
                        "eyJ"
                                + random(WORD, 30)
                                + ".eyJ"
                                + random(WORD, 60)
                                + "."
                                + random(WORD, 43)));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void tokensAreToldByHowTheyAreWritten(Token token) {
        for (var text :
                List.of(
                        "ENV X=%s",
                        "RUN curl -H 'X-Auth: %s' https://example.com",
                        "%s",
                        "RUN echo //registry/:_authToken=%s >> .npmrc",
                        "RUN a;%s&& b")) {
            var searched = Secrets.search(text.formatted(token.value()));

            assertThat(searched.patterns()).as(text).containsExactly(token.pattern());
            assertThat(searched.text()).isEqualTo(text.formatted("***"));
        }
        assertThat(Secrets.inVariable("NAME", token.value())).containsExactly(token.pattern());
    }

    @Test
    void aPrivateKeyIsTakenOutWhole() {
        var key = random(WORD, 600);
        var text =
                "RUN echo \"-----BEGIN OPENSSH PRIVATE KEY-----\\n"
                        + key
                        + "\\n-----END OPENSSH PRIVATE KEY-----\" > /root/.ssh/id_rsa";

        var searched = Secrets.search(text);

        assertThat(searched.patterns()).containsExactly("private-key");
        assertThat(searched.text())
                .isEqualTo("RUN echo \"***-----END OPENSSH PRIVATE KEY-----\" > /root/.ssh/id_rsa");
        assertThat(Secrets.search("-----BEGIN RSA PRIVATE KEY-----" + key).text()).isEqualTo("***");
        assertThat(Secrets.search("-----BEGIN PUBLIC KEY-----" + key).patterns()).isEmpty();
        assertThat(Secrets.search("-----BEGIN CERTIFICATE-----" + key).patterns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "RUN git clone https://bob:hunter2@example.com/x; password-in-url; RUN git clone https://bob:***@example.com/x",
                "RUN git clone https://oauth2:$TOKEN@example.com/x; -; -",
                "RUN git clone https://example.com:8080/x@1; -; -",
                "RUN git clone ssh://git@example.com:22/x; -; -",
                "RUN curl https://a.example.com https://b.example.com/c:d@e; -; -",
                "ENV DATABASE_URL=postgres://app:s3cr3t!@db:5432/app; password-in-url; ENV DATABASE_URL=postgres://app:***@db:5432/app",
                "RUN curl -H \"Authorization: Bearer abcdef123\" x; authorization-header; RUN curl -H \"Authorization: Bearer ***\" x",
                "RUN curl -H \"Authorization: token $GH\" x; -; -",
                "ENV DB_PASSWORD=postgres; password; ENV DB_PASSWORD=***",
                "ENV dbPassword=\"correct horse battery\"; password; ENV dbPassword=\"***\"",
                "ARG NPM_TOKEN; -; -",
                "ARG API_KEY=0a9b8c7d6e5f4a3b2c1d; generic-secret; ARG API_KEY=***",
                "RUN export SECRET_KEY='q8Zr1Lm5Tk0Wv3Yb' && make; generic-secret; RUN export SECRET_KEY='***' && make",
                "RUN mysql --user root --password hunter2 < a; password; RUN mysql --user root --password *** < a",
                "RUN mysql --password=hunter2; password; RUN mysql --password=***",
                "RUN OPTS=\"--password=hunter2 -x\" make; password; RUN OPTS=\"--password=*** -x\" make",
                "RUN docker login --password-stdin < /run/secrets/x; -; -",
                "RUN adduser --disabled-password --gecos '' app; -; -",
                "RUN adduser --disabled-password app; -; -",
                "RUN --mount=type=secret,id=npm_token,target=/root/.npmrc npm ci; -; -",
                "RUN PASSWORD=$(cat /run/secrets/p) make; -; -",
                "ENV PASSWORD=${PASSWORD}; -; -",
                "ENV MYSQL_ALLOW_EMPTY_PASSWORD=yes; -; -",
                "ENV DB_PASSWORD_FILE=/run/secrets/db; -; -",
                "ENV SECRET_KEY_BASE=dummy; -; -",
                "ENV API_TOKEN=<your token>; -; -",
                "ENV AWS_SECRET_ACCESS_KEY=xxxxxxxxxxxxxxxxxxxxxxxxx; -; -",
                "ENV CREDENTIALS_PLUGIN=1.24.3-amd64; -; -",
                "ENV PWD=/work1; -; -",
            })
    void otherSecretsAreToldByWhereTheyAre(String text, String pattern, String shown) {
        var searched = Secrets.search(text);

        assertThat(searched.patterns()).isEqualTo(pattern == null ? List.of() : List.of(pattern));
        assertThat(searched.text()).isEqualTo(shown == null ? text : shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "AKIAAAAAAAAAAAAAAAAA",
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "key-value",
                "SKIP=1",
                "basketball-sk_live_no",
                "https://files.pythonhosted.org/packages/get-pip.py"
            })
    void examplesAndOrdinaryWordsAreNone(String text) {
        assertThat(Secrets.search(text).patterns()).isEmpty();
    }

    /** Environments of Docker Official Images and others that many images are built on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG=C.UTF-8",
                "GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568",
                "GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305",
                "PYTHON_VERSION=3.13.1",
                "PYTHON_SHA256=9cf9427bee9e2242e3877dd0f6b641c1853ca461f39d6503ce260a59c80bf0d9",
                "PYTHON_PIP_VERSION=23.0.1",
                "PYTHON_GET_PIP_URL=https://github.com/pypa/get-pip/raw/dbf0c85f76fb6e1ab42aa672ffca6f0a675d9ee4/public/get-pip.py",
                "PYTHON_GET_PIP_SHA256=dfe9fd5c28dc98b5ac17979a953ea550cec37ae1b47a5116007395bfacff2ab9",
                "NODE_VERSION=22.11.0",
                "YARN_VERSION=1.22.22",
                "NGINX_VERSION=1.27.3",
                "NJS_RELEASE=1~bookworm",
                "PKG_RELEASE=1~bookworm",
                "DYNPKG_RELEASE=1~bookworm",
                "PGDATA=/var/lib/postgresql/data",
                "PG_VERSION=17.2-1.pgdg120+1",
                "PG_SHA256=7ef27ab8d3d9a5a4c2f4a0ae4f6a4f8c6d1b5b5d1a5f3e7c9e0b1a2c3d4e5f60",
                "GOSU_VERSION=1.17",
                "REDIS_DOWNLOAD_URL=http://download.redis.io/releases/redis-7.4.1.tar.gz",
                "REDIS_DOWNLOAD_SHA=bc34b878eb89421bbfca6fa78752343bf37af312a09eb0fae47c9575977dfaa2",
                "MYSQL_SHELL_VERSION=9.1.0-1.el9",
                "MARIADB_VERSION=1:11.6.2+maria~ubu2404",
                "RABBITMQ_PGP_KEY_ID=0x0A9AF2115F4687BD29803A206B73A36E6026DFCA",
                "RABBITMQ_DATA_DIR=/var/lib/rabbitmq",
                "ERLANG_INSTALL_PATH_PREFIX=/opt/erlang",
                "GOLANG_VERSION=1.23.4",
                "GOTOOLCHAIN=local",
                "JAVA_VERSION=jdk-21.0.5+11",
                "JAVA_HOME=/opt/java/openjdk",
                "GPG_KEYS=05AB33110949707C93A279E3D3EFE6B686867BA6 07E48665A34DCAFAE522E5E6266191C37C037D42",
                "TOMCAT_SHA512=81e21b5ea6b4f8f6a1f4b1e4f1b2f3c4d5e6f708192a3b4c5d6e7f8091a2b3c4",
                "RUBY_DOWNLOAD_SHA256=3781a3504222c2f26cb4b9eb9c1a12dbf4944d366ce24a9ff8cf99ecbce75196",
                "BUNDLE_APP_CONFIG=/usr/local/bundle",
                "PHP_CFLAGS=-fstack-protector-strong -fpic -fpie -O2 -D_LARGEFILE_SOURCE -D_FILE_OFFSET_BITS=64",
                "PHP_ASC_URL=https://www.php.net/distributions/php-8.3.14.tar.xz.asc",
                "PHP_SHA256=58b4cb9019bf70c0cbcdb814c7df79b9065059d14cf7dbf48d971f8e56ae9be7",
                "HTTPD_SHA256=88fc236ab99b2864b248de7d49a008ec2afd7551e64dce8b95f58f32f94c46ab",
                "GRADLE_DOWNLOAD_SHA256=f397b287023acdba1e9f6fc5ea72d22dd63669d59ed4a289a29b1a76eee151c6",
                "MAVEN_CONFIG=/root/.m2",
                "RUSTUP_HOME=/usr/local/rustup",
                "DOTNET_VERSION=9.0.0",
                "ASPNETCORE_HTTP_PORTS=8080",
                "NUGET_XMLDOC_MODE=skip",
                "POWERSHELL_DISTRIBUTION_CHANNEL=PSDocker-DotnetSDK-Debian-12",
                "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
                "ELASTIC_CONTAINER=true",
                "DEBIAN_FRONTEND=noninteractive",
                "TOKENIZERS_PARALLELISM=false",
                "MAX_TOKENS=4096",
                "NVIDIA_REQUIRE_CUDA=cuda>=12.4 brand=tesla,driver>=470,driver<471",
                "NV_CUDNN_PACKAGE_NAME=libcudnn9-cuda-12",
                "KAFKA_OPTS=-Djava.security.auth.login.config=/etc/kafka/kafka_server_jaas.conf",
                "ARTEMIS_USER=artemis",
                "KEYCLOAK_ADMIN=admin",
                "HAPROXY_SHA256=6f6d2a3a2d4ba8d0e5e1b7f5c0a7f4a7e0a3f4a2b5c6d7e8f90a1b2c3d4e5f6a"
            })
    void environmentsOfWellKnownImagesHaveNone(String variable) {
        var parts = variable.split("=", 2);

        assertThat(Secrets.inVariable(parts[0], parts[1])).isEmpty();
        assertThat(Secrets.search("ENV " + variable).patterns()).isEmpty();
        assertThat(Secrets.search("/bin/sh -c #(nop)  ENV " + variable).text())
                .isEqualTo("/bin/sh -c #(nop)  ENV " + variable);
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRES_PASSWORD, postgres, password",
        "ELASTIC_PASSWORD, changeme, password",
        "JWT_SECRET, 4f9a8b7c6d5e4f3a2b1c0d9e, generic-secret",
        "AWS_SECRET_ACCESS_KEY, wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY, generic-secret"
    })
    void variablesNamedLikeSecretsCarryThem(String name, String value, String pattern) {
        assertThat(Secrets.inVariable(name, value)).containsExactly(pattern);
        assertThat(Secrets.inVariable("HARMLESS", value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ",
                "eyJ.",
                " eyJaaaaaaaaaaa.",
                "AKIA",
                "token=",
                "token=a1",
                "token=\"",
                "token=\"token='",
                "token=-",
                "password",
                "--password ",
                "--token x--",
                "://",
                "a://b:",
                "a://b:c",
                "://:@",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "authorization: bearer ",
                "authorization",
                "=",
                "a=",
                "sk-ant-",
                "ghp_",
                "xoxb-1",
                "T3BlbkFJ",
                ".atlasv1.",
                "Q~",
                "hvb.",
                "npm_ ",
                "$(",
                "AAAA"
            })
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void timeGrowsWithTheTextAndNoFaster(String repeated) {
        var longText = repeated.repeat(8 * 1024 * 1024 / repeated.length());

        for (int i = 0; i < 8; i++) {
            assertThat(Secrets.search(longText).text().length()).isLessThan(1024 * 1024);
            assertThat(Secrets.inVariable("API_TOKEN", longText)).hasSizeLessThan(3);
        }
    }

    private static String random(String alphabet, int length) {
        return new Random(7 + length)
                .ints(length, 0, alphabet.length())
                .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                .collect(Collectors.joining());
    }
}
