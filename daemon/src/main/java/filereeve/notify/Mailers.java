package filereeve.notify;

import filereeve.units.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends mail by the entries of `notify`. A rule with unchanged settings keeps running through a
/// reload: it finds the entries' new settings here.
///
/// Thread: safe for use by many threads.
public final class Mailers implements Mailer {
  private final Email email;
  private volatile Map<String, EmailSettings> byName = Map.of();

  public Mailers(Email email) {
    this.email = email;
  }

  public void use(List<EmailSettings> settings) {
    byName =
        settings.stream()
            .collect(Collectors.toUnmodifiableMap(EmailSettings::name, Function.identity()));
  }

  @Override
  public Size maxSize(String to) {
    return find(to).map(EmailSettings::maxSize).orElse(new Size(Long.MAX_VALUE));
  }

  @Override
  public Delivery send(String to, Message message, Runnable progress) throws InterruptedException {
    Optional<EmailSettings> settings = find(to);
    // A rule of the previous configuration may still run after the entry was removed.
    return settings.isEmpty()
        ? new Delivery.Impossible(
            "`notify.%s` no longer exists. Add it, or remove `mail: %s`".formatted(to, to))
        : email.send(settings.get(), message, progress);
  }

  private Optional<EmailSettings> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
