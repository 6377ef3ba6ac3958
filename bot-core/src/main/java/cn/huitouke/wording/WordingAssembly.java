package cn.huitouke.wording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WordingSettings.class)
class WordingAssembly {

  @Bean
  Templates wording(WordingSettings settings, ObjectProvider<Sayings> sayings) {
    List<Sayings> all = sayings.orderedStream().toList();
    return new Templates(folder(settings), settings.tone(), all);
  }

  private static Optional<Path> folder(WordingSettings settings) {
    Path here = Path.of("templates");
    return settings
        .folder()
        .map(WordingAssembly::existing)
        .or(() -> Optional.of(here)); // it may not be there yet: the first own wording makes it
  }

  private static Path existing(String folder) {
    Path path = Path.of(folder);
    if (!Files.isDirectory(path.resolve("zh"))) {
      throw new IllegalStateException(
          "huitouke.templates is "
              + folder
              + ", but there is no folder zh in it. Mend: name a folder that holds zh/, or leave"
              + " the setting out.");
    }
    return path;
  }
}
