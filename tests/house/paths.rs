//! Which paths a file of Rust names, read without a compiler.

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    /// `::`
    Sep,
    Mark(char),
}

/// The code's words and marks, without comments, texts and characters.
fn tokens(code: &str) -> Vec<Token> {
    let c: Vec<char> = code.chars().collect();
    let at = |i: usize| c.get(i).copied().unwrap_or('\0');
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
    let (mut i, mut out) = (0, Vec::new());
    while i < c.len() {
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < c.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= c.len() {
                        break;
                    }
                }
            }
            '"' => {
                i += 1;
                while i < c.len() && at(i) != '"' {
                    i += if at(i) == '\\' { 2 } else { 1 };
                }
                i += 1;
            }
            '\'' if at(i + 1) == '\\' => {
                i += 3;
                while i < c.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
            }
            '\'' if at(i + 2) == '\'' => i += 3,
            ':' if at(i + 1) == ':' => {
                out.push(Token::Sep);
                i += 2;
            }
            ch if is_word(ch) => {
                let start = i;
                while is_word(at(i)) {
                    i += 1;
                }
                let word: String = c[start..i].iter().collect();
                let hashes = c[i..].iter().take_while(|&&ch| ch == '#').count();
                if matches!(word.as_str(), "r" | "br" | "cr") && at(i + hashes) == '"' {
                    let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                    let rest: String = c[i + hashes + 1..].iter().collect();
                    let length = rest.find(&end).map_or(rest.len(), |found| found + end.len());
                    i += hashes + 1 + rest[..length].chars().count();
                } else if word == "r" && at(i) == '#' {
                    i += 1;
                } else {
                    out.push(Token::Word(word));
                }
            }
            ch if ch.is_whitespace() => i += 1,
            ch => {
                out.push(Token::Mark(ch));
                i += 1;
            }
        }
    }
    out
}

/// All paths that begin at a token: one, or as many as its braces hold. Gives the place after them too.
fn tree(tokens: &[Token], mut i: usize, prefix: &[String], out: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(i) {
            Some(Token::Word(word)) => {
                path.push(word.clone());
                i += 1;
                if tokens.get(i) != Some(&Token::Sep) {
                    break;
                }
                i += 1;
            }
            Some(Token::Mark('{')) => {
                i += 1;
                while !matches!(tokens.get(i), None | Some(Token::Mark('}'))) {
                    i = tree(tokens, i, &path, out);
                    while !matches!(tokens.get(i), None | Some(Token::Mark(',' | '}'))) {
                        i += 1;
                    }
                    i += usize::from(tokens.get(i) == Some(&Token::Mark(',')));
                }
                return i + 1;
            }
            Some(Token::Mark('*')) => {
                path.push("*".to_owned());
                i += 1;
                break;
            }
            _ => break,
        }
    }
    out.push(path);
    i
}

/// Whether a word after these tokens is a path's first, with or without `::` before it.
fn begins_path(before: &[Token]) -> bool {
    match before {
        [.., Token::Word(word), Token::Sep] => word == "use",
        [.., Token::Mark('>'), Token::Sep] => false,
        _ => true,
    }
}

/// Every path the code names, those of its own crate from the crate's root on: `crate::story::Order`.
pub fn paths(code: &str, module: &[String]) -> Vec<String> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    // The inline modules that are open, each with the depth of braces it is closed at.
    let (mut inline, mut depth): (Vec<(String, usize)>, usize) = (Vec::new(), 0);
    for i in 0..tokens.len() {
        match &tokens[i] {
            Token::Mark('{') => {
                depth += 1;
                if let [.., Token::Word(word), Token::Word(name)] = &tokens[..i]
                    && word == "mod"
                {
                    inline.push((name.clone(), depth));
                }
            }
            Token::Mark('}') => {
                if inline.last().is_some_and(|(_, open)| *open == depth) {
                    inline.pop();
                }
                depth = depth.saturating_sub(1);
            }
            Token::Word(word) if begins_path(&tokens[..i]) => {
                let used = tokens[..i].iter().rev().find(|token| **token != Token::Sep);
                let is_used = used == Some(&Token::Word("use".to_owned()));
                let all_used = word == "use" && tokens.get(i + 1) == Some(&Token::Mark('{'));
                if is_used || all_used || tokens.get(i + 1) == Some(&Token::Sep) {
                    let mut all = Vec::new();
                    tree(&tokens, i + usize::from(all_used), &[], &mut all);
                    let here: Vec<String> =
                        module.iter().cloned().chain(inline.iter().map(|(name, _)| name.clone())).collect();
                    found.extend(all.into_iter().map(|path| absolute(&path, &here)));
                }
            }
            _ => {}
        }
    }
    found
}

fn absolute(path: &[String], here: &[String]) -> String {
    let (mut base, mut rest, mut own) = (here.to_vec(), path, false);
    while let [first, after @ ..] = rest {
        match first.as_str() {
            "crate" => base.clear(),
            "super" => drop(base.pop()),
            "self" if !own => {}
            _ => break,
        }
        (own, rest) = (true, after);
    }
    let parts = if own { [vec!["crate".to_owned()], base, rest.to_vec()].concat() } else { rest.to_vec() };
    parts.join("::")
}
