package io.mynah.lm.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.BaseSource;
import io.mynah.lm.Chats;
import io.mynah.lm.EnglishBase;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whether the base that comes with Mynah knows a language, seen on a few messages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaseSelectionTest {
  private static final String ENGLISH =
      """
      hey are you home yet
      not yet, the bus is late again
      ok tell me when you are near
      will do, do we need milk?
      yes and maybe some bread if they have any left
      which one do you want
      the dark one from last week
      sure
      thank you, you are the best
      i know haha
      did you call your sister back?
      no i forgot, i will do it tonight
      she was asking about the weekend
      what does she want to do
      go to the lake i think, if the weather holds
      sounds good to me
      i could bring the small tent
      we are not going to sleep there
      why not, it would be fun
      because it is cold at night in april
      you are no fun at all
      fine, bring it then
      """;

  private static final String RUSSIAN =
      """
      привет как дела?
      нормально, а у тебя?
      тоже ничего, устал немного
      что делал вчера?
      работал до ночи, потом сразу спать
      понятно, надо отдыхать больше
      да вот в субботу поеду на дачу
      круто, а кто ещё поедет?
      мама с папой и сестра
      передавай им привет
      обязательно передам
      слушай, а ты не знаешь где мой зарядник?
      кажется на кухне лежит
      точно, нашёл, спасибо
      не за что
      пойдём вечером в кино?
      давай, а на что?
      говорят новый фильм хороший
      во сколько начало?
      в семь, встретимся у метро
      """;

  private static final String CHINESE =
      """
      你好，最近怎么样？
      还行吧，就是有点忙
      忙什么呢
      公司最近项目很多，天天加班
      辛苦了，注意身体啊
      谢谢，你呢
      我挺好的，周末刚去爬山了
      真好，我也想出去玩
      那下周一起去吧
      好啊，去哪里
      听说西边有个公园很漂亮
      行，你定时间吧
      周六早上九点怎么样
      可以，我来接你
      太好了，记得带水
      知道了，哈哈
      你吃饭了吗
      还没呢，等会儿去吃面
      我也想吃面了
      那一起啊
      """;

  private PretrainedBase base;

  @BeforeAll
  void read() throws IOException {
    base = EnglishBase.read();
  }

  private boolean known(List<String> texts) throws TrainingCancelled {
    List<Turn> turns = texts.stream().map(Chats::bella).toList();
    DataSplit split = DataSplit.of(turns, Chats.BELLA);
    return BaseSelection.of(
                List.of(BaseSource.of(base)),
                split,
                Chats.BELLA,
                VoiceParameters.defaults(),
                () -> false)
            .base()
        != null;
  }

  @Test
  void twentyEnglishMessagesAreKnown() throws Exception {
    assertThat(known(ENGLISH.lines().toList())).isTrue();
  }

  @Test
  void englishIsKnownThoughTheLastMessagesAreNone() throws Exception {
    List<String> texts = new ArrayList<>(ENGLISH.lines().toList());
    for (String code : List.of("xK9-77Qz-PPw3", "xK9-21Qz-PPw8", "xK9-63Qz-PPw1")) {
      texts.add(code);
      texts.add(5, code);
    }
    assertThat(known(texts)).isTrue();
  }

  @Test
  void twentyMessagesInAnotherScriptAreNot() throws Exception {
    assertThat(known(RUSSIAN.lines().toList())).isFalse();
    assertThat(known(CHINESE.lines().toList())).isFalse();
  }
}
