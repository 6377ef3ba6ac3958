package cn.huitouke.server;

import cn.huitouke.account.Account;
import cn.huitouke.account.AccountBook;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.account.Accounts;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Probe;
import cn.huitouke.delivery.Channels;
import cn.huitouke.tracking.TrackingSource;
import cn.huitouke.wording.Wording;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * Looks at the installation as it would start, piece by piece, and says in plain words what is wrong
 * and how to mend it. Starts nothing that a customer or a platform could notice.
 */
final class Doctor {

  private static final long ENOUGH_DISK = 1L << 30;
  private static final int JDK = 25;

  private final PrintStream out;
  private final ConfigurableApplicationContext house;
  private boolean well = true;

  private Doctor(PrintStream out, ConfigurableApplicationContext house) {
    this.out = out;
    this.house = house;
  }

  /**
   * Checks everything.
   *
   * @return the exit code: 0 when all is well
   */
  static int run(String[] args) {
    try (ConfigurableApplicationContext house = AtRest.open(args)) {
      Doctor doctor = new Doctor(System.out, house);
      doctor.examine();
      return doctor.well ? 0 : 1;
    } catch (RuntimeException e) {
      System.out.println("✗ Start 启动: " + cause(e));
      return 1;
    }
  }

  private void examine() {
    check("JDK", this::jdk);
    check("Settings 设置", this::settings);
    check("Disk 磁盘", this::disk);
    boolean free = check("Data folder 数据目录", this::dataFolder);
    if (free) {
      if (check("Database 数据库", this::database)) {
        check("Ports 端口", this::ports);
      }
      check("Redis", this::redis);
      check("Templates 话术", this::templates);
      channels();
      sources();
    }
    out.println(well ? "\nAll is well. 一切正常。" : "\nSee the lines with ✗. 请看带 ✗ 的行。");
  }

  /** One check: its words, or an exception whose message names cause and mend. */
  private interface Check {
    String words() throws Exception;
  }

  private boolean check(String name, Check check) {
    try {
      out.println("✓ " + name + ": " + check.words());
      return true;
    } catch (Exception e) {
      well = false;
      out.println("✗ " + name + ": " + cause(e));
      return false;
    }
  }

  /** The sentence at the bottom of a failure. */
  static String cause(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null
        && deepest.getCause() != deepest
        && !(deepest instanceof CannotStart)) {
      deepest = deepest.getCause();
    }
    return Optional.ofNullable(deepest.getMessage()).orElse(deepest.getClass().getSimpleName());
  }

  private String jdk() {
    int version = Runtime.version().feature();
    if (version < JDK) {
      throw new CannotStart("Java " + version + " is too old. Start it with a JDK 25 or newer.");
    }
    return Runtime.version().toString();
  }

  private String settings() {
    ServerSettings settings = house.getBean(ServerSettings.class);
    house.getBean(TrackingSettings.class);
    house.getBean(ChannelSettings.class).wechatMp().forEach(ChannelSettings.WeChatMp::account);
    return settings.shop().name() + ", " + settings.shop().zone();
  }

  private String disk() throws IOException {
    Path folder = house.getBean(ServerSettings.class).dataDir().toAbsolutePath();
    while (Files.notExists(folder)) {
      folder = folder.getParent();
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < ENOUGH_DISK) {
      throw new CannotStart(
          "Only "
              + (free >> 20)
              + " MiB are free at "
              + folder
              + ". Make room for 1 GiB at least.");
    }
    return (free >> 30) + " GiB free";
  }

  private String dataFolder() {
    return house.getBean(DataFolder.class).path().toString();
  }

  private String ports() {
    ServerSettings settings = house.getBean(ServerSettings.class);
    int console = house.getEnvironment().getProperty("server.port", Integer.class, 8080);
    free(console, "server.port");
    free(settings.gateway().port(), "huitouke.gateway.port");
    if (house.getBean(SandboxAssembly.SandboxSwitch.class).on()) {
      free(settings.sandbox().port(), "huitouke.sandbox.port");
      return "free 可用, with the sandbox 带沙盒";
    }
    return "free 可用";
  }

  private static void free(int port, String setting) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new CannotStart(
          "Port " + port + " is taken by another program. Stop it, or set " + setting + ".");
    }
  }

  private String database() {
    JdbcClient database = house.getBean(JdbcClient.class);
    String version = database.sql("show server_version").query(String.class).single();
    String fsync = database.sql("show fsync").query(String.class).single();
    if (!fsync.equals("on")) {
      throw new CannotStart("PostgreSQL runs with fsync off: a power cut would lose messages.");
    }
    return "PostgreSQL " + version;
  }

  private String redis() {
    UnifiedJedis redis = house.getBeanProvider(UnifiedJedis.class).getIfAvailable();
    return redis == null ? "none, by setting 按设置不用" : redis.ping();
  }

  private String templates() {
    house.getBean(Wording.class);
    return "complete 齐全";
  }

  private void channels() {
    house.getBean(Accounts.class).follow();
    house.getBean(Accounts.class).all().forEach(this::kept);
    if (house.getBean(SandboxAssembly.SandboxSwitch.class).demo()) {
      out.println("– Channels 渠道: none configured, the sandbox's account is used 用沙盒的公众号");
      return;
    }
    check("Channels 渠道", () -> house.getBean(Channels.class).all().size() + " configured");
    for (Channel channel : house.getBean(Channels.class).all()) {
      check(channel.id().toString(), () -> channel instanceof Probe probe ? probed(probe) : "set");
    }
  }

  /** Of the accounts that were added in the console only those that do not open; the others follow. */
  private void kept(Account account) {
    account
        .trouble()
        .ifPresent(
            fault ->
                check(
                    account.id().toString(),
                    () -> {
                      throw new CannotStart(
                          "It was added in the console, but cannot be opened ("
                              + fault.why()
                              + "). Look at it under Settings, Accounts; or put the key file back."
                              + " 在控制台里加的账号，现在打不开，请到「设置 › 账号」里看一看。");
                    }));
  }

  private void sources() {
    boolean nobody =
        house.getBean(TrackingSettings.class).nobody()
            && !house.getBean(AccountBook.class).any(Use.TRACKING);
    if (nobody) {
      out.println("– Carriers 快递接口: none configured 未配置");
      return;
    }
    for (TrackingSource source : house.getBean(ConfiguredSources.class).all()) {
      check(source.name(), () -> source instanceof Probe probe ? probed(probe) : "set");
    }
  }

  private static String probed(Probe probe) {
    Probe.Finding finding = probe.probe();
    if (!finding.works()) {
      throw new CannotStart(finding.what() + finding.mend().map(mend -> " " + mend).orElse(""));
    }
    return finding.what();
  }
}
