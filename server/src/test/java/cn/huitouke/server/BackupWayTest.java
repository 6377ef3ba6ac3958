package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.server.ConsoleHouse.Visitor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner takes the shop home, and it stands up again elsewhere. */
class BackupWayTest {

  private static final String WORDS = "a passphrase 山里";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ConsoleHouse house = ConsoleHouse.get();
  @TempDir Path home;

  @AfterEach
  void nothingWasWrong() {
    house.database().sql("delete from console.wrong_password").update();
  }

  private static Map<String, String> form(String password, String words, String again) {
    return Map.of("password", password, "passphrase", words, "again", again);
  }

  private static String refused(Visitor owner, Map<String, String> form) {
    HttpResponse<String> answer = owner.post("/settings/backup", form);
    assertThat(answer.statusCode()).isEqualTo(302);
    return owner.get("/settings/backup?lang=zh-CN").body();
  }

  @Test
  void aShopIsTakenHomeAndStandsUpElsewhere() throws Exception {
    Visitor owner = house.as("owner");
    assertThat(refused(owner, form(ConsoleHouse.PASSWORD, "short", "short"))).contains("10 到 200");
    assertThat(refused(owner, form(ConsoleHouse.PASSWORD, WORDS, WORDS + "x"))).contains("不一样");
    assertThat(refused(owner, form("not mine at all", WORDS, WORDS))).contains("现在的密码不对");
    house.database().sql("delete from console.wrong_password").update();

    HttpResponse<byte[]> answer =
        owner.download("/settings/backup", form(ConsoleHouse.PASSWORD, WORDS, WORDS));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .matches("attachment; filename=\"huitouke-\\d{4}-\\d\\d-\\d\\d\\.backup\"");
    assertThat(owner.get("/settings/backup?lang=zh-CN").body())
        .contains("上次备份：", "owner")
        .doesNotContain(WORDS);
    assertThat(owner.get("/settings/audit?lang=zh-CN").body()).contains("下载了备份");

    Path file = Files.write(home.resolve("shop.backup"), answer.body());
    Path data = home.resolve("elsewhere/data");
    assertThat(restored(data, file, "other words", 1)).contains("口令不对");
    assertThat(restored(data, file, WORDS, 0)).contains("恢复好了");
    assertThat(restored(data, file, WORDS, 1)).contains("已经有一家店");
    standsUp(data);
  }

  private static String restored(Path data, Path file, String words, int exit)
      throws IOException, InterruptedException {
    try (Child restore =
        Child.launch(
            data,
            List.of("restore", file.toString()),
            Map.of("HUITOUKE_BACKUP_PASSPHRASE", words))) {
      assertThat(restore.ends(PATIENCE)).as(restore::output).isEqualTo(exit);
      return restore.output();
    }
  }

  private void standsUp(Path data) throws IOException {
    int console = WholeWayTest.freePort();
    List<String> settings =
        List.of(
            "--server.port=" + console,
            "--huitouke.gateway.port=" + WholeWayTest.freePort(),
            "--huitouke.sandbox.port=" + WholeWayTest.freePort());
    try (Child elsewhere = Child.launch(data, settings).up()) {
      Visitor owner = new Visitor("http://127.0.0.1:" + console);
      owner.enter("owner", ConsoleHouse.PASSWORD, "");
      assertThat(owner.get("/settings/audit?lang=zh-CN").body())
          .as(elsewhere::output)
          .contains("下载了备份");
    } finally {
      Child.clear(data);
    }
  }
}
