package filereeve.bench.corpus;

import java.util.List;

/// What paths, names and messages are made of.
final class Words {
  static final List<String> NOUNS =
      List.of(
          "account",
          "address",
          "article",
          "asset",
          "basket",
          "billing",
          "booking",
          "brand",
          "cache",
          "campaign",
          "card",
          "cart",
          "catalog",
          "category",
          "channel",
          "checkout",
          "client",
          "contract",
          "coupon",
          "credit",
          "customer",
          "delivery",
          "device",
          "discount",
          "document",
          "event",
          "export",
          "feature",
          "feed",
          "gateway",
          "group",
          "image",
          "import",
          "index",
          "inventory",
          "invoice",
          "item",
          "job",
          "journal",
          "ledger",
          "license",
          "list",
          "location",
          "login",
          "market",
          "media",
          "member",
          "message",
          "metric",
          "notice",
          "offer",
          "order",
          "page",
          "parcel",
          "partner",
          "payment",
          "picture",
          "policy",
          "price",
          "product",
          "profile",
          "promotion",
          "provider",
          "queue",
          "quote",
          "rating",
          "receipt",
          "refund",
          "region",
          "report",
          "request",
          "return",
          "review",
          "rule",
          "search",
          "session",
          "setting",
          "shipment",
          "shop",
          "slot",
          "stock",
          "store",
          "supplier",
          "tag",
          "tax",
          "team",
          "template",
          "ticket",
          "token",
          "topic",
          "transfer",
          "user",
          "variant",
          "vendor",
          "voucher",
          "warehouse",
          "wishlist",
          "zone");

  static final List<String> VERBS =
      List.of(
          "accepted",
          "added",
          "applied",
          "archived",
          "assigned",
          "booked",
          "cancelled",
          "changed",
          "checked",
          "closed",
          "completed",
          "confirmed",
          "created",
          "deleted",
          "delivered",
          "evicted",
          "expired",
          "exported",
          "fetched",
          "found",
          "imported",
          "indexed",
          "loaded",
          "merged",
          "moved",
          "opened",
          "paid",
          "printed",
          "processed",
          "queued",
          "received",
          "refreshed",
          "refused",
          "released",
          "removed",
          "renewed",
          "reserved",
          "resolved",
          "restored",
          "saved",
          "sent",
          "shipped",
          "signed",
          "skipped",
          "started",
          "stopped",
          "stored",
          "synchronised",
          "updated",
          "validated",
          "verified");

  private static final List<String> SYSTEMS =
      List.of(
          "Windows NT 10.0; Win64; x64",
          "Macintosh; Intel Mac OS X 10_15_7",
          "X11; Linux x86_64",
          "iPhone; CPU iPhone OS 18_%d like Mac OS X",
          "Linux; Android %d; K",
          "iPad; CPU OS 17_%d like Mac OS X",
          "Linux; Android 1%d; SM-S911B");

  private static final List<String> BOTS =
      List.of(
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
          "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
          "curl/7.88.1",
          "python-requests/2.32.3",
          "Go-http-client/1.1",
          "okhttp/4.12.0",
          "kube-probe/1.29",
          "Prometheus/2.53.1");

  private Words() {}

  static String agent(Dice dice) {
    if (dice.oneIn(6)) {
      return dice.any(BOTS);
    }
    String system = dice.any(SYSTEMS).formatted(1 + dice.below(7));
    int version = 118 + dice.below(24);
    return dice.oneIn(4)
        ? "Mozilla/5.0 (%s; rv:%d.0) Gecko/20100101 Firefox/%2$d.0".formatted(system, version)
        : "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36"
            .formatted(system, version, dice.below(3) * 1000, dice.below(4) * 50);
  }

  static String page(Dice dice) {
    String noun = dice.any(NOUNS);
    return switch (dice.below(5)) {
      case 0 -> "/api/v%d/%ss/%d".formatted(1 + dice.below(3), noun, dice.below(900_000));
      case 1 -> "/%s/%s".formatted(noun, dice.any(NOUNS));
      case 2 ->
          "/en/%s/%s-%s-%d".formatted(noun, dice.any(NOUNS), dice.any(NOUNS), dice.below(9999));
      case 3 -> "/de/%s/%d/%s".formatted(noun, dice.below(30_000), dice.any(VERBS));
      default -> "/%ss".formatted(noun);
    };
  }

  static String asset(Dice dice) {
    String name = dice.any(NOUNS) + (dice.oneIn(2) ? "-" + dice.any(NOUNS) : "");
    return switch (dice.below(4)) {
      case 0 -> "/static/js/%s.%08x.js".formatted(name, dice.below(Integer.MAX_VALUE));
      case 1 -> "/static/css/%s.%08x.css".formatted(name, dice.below(Integer.MAX_VALUE));
      case 2 -> "/media/%d/%s.webp".formatted(dice.below(4000), name);
      default -> "/img/%s.svg".formatted(name);
    };
  }

  static String origin(Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> "https://www.google.com/";
      case 1 -> "https://www.bing.com/search?q=%s+%s".formatted(dice.any(NOUNS), dice.any(NOUNS));
      case 2 -> "https://%s.example.org/%s".formatted(dice.any(NOUNS), dice.any(NOUNS));
      default -> "https://shop.example.com/";
    };
  }

  static String query(Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> "?page=" + (1 + dice.rank(60));
      case 1 -> "?q=%s&sort=%s".formatted(dice.any(NOUNS), dice.oneIn(2) ? "price" : "date");
      case 2 -> "?%s=%d".formatted(dice.any(NOUNS), dice.below(100_000));
      default ->
          "?utm_source=newsletter&utm_campaign=%s-%d"
              .formatted(dice.frequent(NOUNS), dice.below(50));
    };
  }
}
