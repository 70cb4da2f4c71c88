export const WELCOME = `Rite Bot 샌드박스입니다. 계정 없이 디스코드 서버의 멤버가 되어 명령어를 입력해 보세요.
This is a local Discord with sample events; you are a member of a server in it.

`;

/** What can be typed. */
export function helpText(people: readonly string[]): string {
  return `  /post lineup event:seoulunderground47   명령어 · a command (Tab: 자동 완성 · completion)
  /brand set logo:./logo.png              파일 올리기 · upload a file
  /events   /help                         이벤트 목록 · events   봇 도움말 · the bot's own help
  press 2                                 버튼을 번호나 이름으로 누르기 · press a button, by number or name
  press 2 of 1                            1번 메시지의 버튼 누르기 · a button of message #1
  press 1 caption="..."                   양식까지 한 줄로 · with the form that opens, in one line
  pick paper                              메뉴에서 고르기 · choose from a menu
  react ✅                                반응 달기 · react to the last message
  as NAME                                 다른 사람 되기 · be ${people.join(', ')}
  help   exit                             도움말 · this list   끝내기 · leave
`;
}
