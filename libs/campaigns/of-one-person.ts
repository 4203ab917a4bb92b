/**
 * Who speaks is one person. A company’s notice never says `I`, but for a first class, terminal or part, a processor, and what
 * it asks to be answered; of Chinese that is not so: whoever brings a parcel does.
 */
const SPEAKS_ALONE =
  /(?<![a-z'’]|(?:class|type|terminal|phase|part|level|grade|world war|reply|text|answer)\s{0,2}["“]?)(?:i(?=\s+[a-z]|\s?,)|i['’](?:m|ll|ve|d)|im|ive)(?![a-z'’])/u
/** A favour, or money of one’s own: nobody who sends a notice asks for either. */
const FAVOUR =
  /先(?:帮|替|给)我|借(?:给)?我|(?:转|打|汇)给我|(?:下午|晚上|明天|回头|马上)[^,。;]{0,6}还(?:给)?[你您]|先垫|(?<!医疗|住院|保险|理赔|费用)垫付(?!已|款|金|服务|成功|申请|额)|(?<![a-z])(?:(?:help|lend|send|give) me|(?:pay|give) (?:it |you |u )?back|gift cards?)(?![a-z])/u

/** Whether a narrow text speaks as one person does to another, or asks for what only they do: it is nobody’s notice. */
export const isOfOnePerson = (text: string): boolean =>
  FAVOUR.test(text) || (!/\p{Script=Han}/u.test(text) && SPEAKS_ALONE.test(text))
