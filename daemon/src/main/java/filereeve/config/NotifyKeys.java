package filereeve.config;

import filereeve.notify.EmailSettings;
import filereeve.notify.EmailSettings.Login;
import filereeve.notify.EmailSettings.Server;
import filereeve.notify.Password;
import filereeve.notify.Tls;
import filereeve.schema.Key;
import filereeve.schema.ListType;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import filereeve.units.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An entry of the section `notify`.
final class NotifyKeys {
  /// The forms of addresses that are in use: without a person's name, without quotes.
  private static final String ADDRESS_PATTERN =
      "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+(@[A-Za-z0-9.-]+)?";

  private static final Pattern SERVER_PATTERN =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?");

  /// A mail server. Whether it is this host decides on the default of `tls`.
  private record Address(String host, Optional<Integer> port) {
    boolean isThisHost() {
      return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
  }

  private static final Type<String> ADDRESS =
      new ScalarType<>(
          "address",
          "a mail address such as ops@example.org",
          "Write an address such as ops@example.org, without a name around it",
          Set.of(Kind.TEXT),
          NotifyKeys::address,
          Types.ordered("type", "string", "pattern", "^" + ADDRESS_PATTERN + "$|\\$\\{"));

  private static final Type<Address> SERVER =
      Types.text(
          "host:port",
          "a mail server such as localhost:25",
          "Write a host and a port, such as localhost:25 or [::1]:25",
          NotifyKeys::server);

  private static final Type<String> SECRET =
      new ScalarType<>(
          "text",
          "a password",
          "Write it on one line",
          Set.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN),
          NotifyKeys::secret,
          Types.ordered("type", List.of("string", "number", "boolean")));

  private static final Type<String> USER_NAME =
      new ScalarType<>(
          "text",
          "a user's name",
          "Write the name that the mail server knows",
          Set.of(Kind.TEXT, Kind.NUMBER),
          NotifyKeys::secret,
          Types.ordered("type", List.of("string", "number")));

  private static final Key<Address> SMTP =
      Key.required(
          "smtp",
          SERVER,
          "The mail server, `host` or `host:port`. Without a port it is 25, with `tls: starttls`"
              + " 587, with `tls: tls` 465.");
  private static final Key<Tls> TLS =
      Key.optional(
          "tls",
          Types.oneOf(Tls.class),
          "`starttls` encrypts before anything is sent, or fails; `tls` encrypts from the first"
              + " byte; `none` never. The default is `none` for this host and `starttls` for any"
              + " other. The system must trust the server's certificate.");
  private static final Key<String> FROM =
      Key.required("from", ADDRESS, "The sender's address, such as filereeve@example.org.");
  private static final Key<List<String>> TO =
      Key.required(
          "to",
          new ListType<>("list of addresses", ADDRESS, "[ops@example.org]", false),
          "The recipients. If the server refuses one of them, nobody gets the mail.");
  private static final Key<String> USER =
      Key.optional("user", USER_NAME, "The user name for the mail server, if it requires one.");

  /// `check --show` must not print it.
  static final Key<String> PASSWORD =
      Key.optional(
          "password",
          SECRET,
          "Best a variable, `${SMTP_PASSWORD}`. It is never logged, and `check --show` prints"
              + " `****`.");

  private static final Key<Path> PASSWORD_FILE =
      Key.optional(
          "password_file",
          Types.PATH,
          "Instead of `password`: a file whose first line it is, read for each mail.");
  private static final Key<Size> MAX_SIZE =
      Key.of(
          "max_size",
          Types.SIZE,
          "20 MiB",
          "A larger file is not attached; the mail says where it is. Mail encoding adds 37 %, and"
              + " most servers accept 25 to 50 MB.");

  private static final Section<EmailSettings> EMAIL_SECTION =
      Section.of(
              "`email`",
              List.<Key<?>>of(SMTP, TLS, FROM, TO, USER, PASSWORD, PASSWORD_FILE, MAX_SIZE),
              NotifyKeys::settings)
          .withCheck(NotifyKeys::check);

  static final Key<EmailSettings> EMAIL =
      Key.optional("email", EMAIL_SECTION, "Mail, through a mail server.");

  static final Section<EmailSettings> ENTRY =
      Section.of("a notification", List.<Key<?>>of(EMAIL), v -> v.get(EMAIL).named(v.name()))
          .withForms(List.of(List.of(EMAIL.name())))
          .withReserved("http", "run", "events", "at_most");

  private NotifyKeys() {}

  private static void check(Values v) {
    boolean password = v.has(PASSWORD) || v.has(PASSWORD_FILE);
    if (v.has(PASSWORD) && v.has(PASSWORD_FILE)) {
      v.error(PASSWORD_FILE, "`password` already is the password", "Keep one of them");
    }
    if (v.has(USER) && !password) {
      v.error(USER, "a user needs a password", "Add `password` or `password_file`");
    }
    if (password && !v.has(USER)) {
      v.error("a password needs a user", "Add `user`");
    }
    Optional<Address> server = v.find(SMTP);
    boolean readable =
        v.find(TLS).equals(Optional.of(Tls.NONE))
            && server.isPresent()
            && !server.get().isThisHost();
    if (readable && password) {
      v.error(TLS, "the password would go over the network readable", "Write starttls or tls");
    }
  }

  private static EmailSettings settings(Values v) {
    Address server = v.get(SMTP);
    Tls tls = v.find(TLS).orElse(server.isThisHost() ? Tls.NONE : Tls.STARTTLS);
    Optional<Password> password =
        v.find(PASSWORD)
            .<Password>map(Password.Given::new)
            .or(() -> v.find(PASSWORD_FILE).map(Password.InFile::new));
    return new EmailSettings(
        v.name(),
        new Server(server.host(), server.port().orElse(tls.port())),
        tls,
        v.get(FROM),
        v.get(TO),
        v.find(USER).flatMap(user -> password.map(p -> new Login(user, p))),
        v.get(MAX_SIZE));
  }

  private static String address(String text) {
    if (!text.matches(ADDRESS_PATTERN)) {
      throw new IllegalArgumentException("\"%s\" is not a mail address".formatted(text));
    }
    return text;
  }

  private static Address server(String text) {
    Matcher parts = SERVER_PATTERN.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"%s\" is not a mail server".formatted(text));
    }
    String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
    Optional<Integer> port = Optional.ofNullable(parts.group(3)).map(Integer::valueOf);
    if (port.filter(p -> p < 1 || p > 65_535).isPresent()) {
      throw new IllegalArgumentException("there is no port %d".formatted(port.get()));
    }
    return new Address(host, port);
  }

  /// Checks a secret, whose text must be in no message.
  private static String secret(String text) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("it is empty, or has more than one line");
    }
    return text;
  }
}
