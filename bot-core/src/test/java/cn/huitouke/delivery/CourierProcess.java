package cn.huitouke.delivery;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.customer.TestCustomers;
import cn.huitouke.store.Clerk;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/** A courier as a process of its own, so that it can be killed. */
final class CourierProcess {

  private CourierProcess() {}

  static Process launch(String database, URI farEnd) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                CourierProcess.class.getName(),
                database,
                farEnd.toString()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] args) throws InterruptedException {
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(args[0]);
    database.setMaximumPoolSize(16);
    open(database, new FarEndChannel(URI.create(args[1]), new Pace(1e6, 1_000_000))).start();
    Thread.currentThread().join();
  }

  static DeliveryDesk open(DataSource database, FarEndChannel channel) {
    return new DeliveryDesk(
        database,
        new Clerk("clerk", database),
        TestDelivery.only(channel),
        TestCustomers.stored(database, InstantSource.system()),
        new LocalPace(System::nanoTime),
        new Reasons(),
        DeliverySettings.usual(),
        InstantSource.system(),
        _ -> {},
        DeliveryDesk.DEAD_AFTER);
  }
}
