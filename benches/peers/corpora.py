"""The texts that are searched: each article a file with title, date, outlet and body."""
import csv, glob, json, os, re, shutil, subprocess

REPOSITORY = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))


class Corpus:
    """A folder of articles, and the queries drawn from them, in `home`."""

    def __init__(self, name, home):
        self.name, self.home = name, home
        self.folder = os.path.join(home, 'corpus', 'large')

    def files(self):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield os.path.join(folder, name)

    def count(self):
        return sum(1 for _ in self.files())

    def bytes(self):
        return sum(os.path.getsize(file) for file in self.files())

    def queries(self, syntax):
        """Pairs of class and query in the syntax of an engine."""
        lines = open(os.path.join(self.home, 'q.%s.tsv' % syntax)).read().splitlines()
        return [tuple(line.split('\t', 1)) for line in lines]


def prepare(name, work, shared):
    """Makes the corpus and its queries where they are missing; None where its texts are."""
    home = os.path.join(work, name)
    corpus = Corpus(name, home)
    done = os.path.join(home, 'q.raw.tsv')
    if os.path.exists(done):
        return corpus
    os.makedirs(home, exist_ok=True)
    if name == 'rfc':
        if not glob.glob('/usr/share/doc/RFC/*/rfc*.txt.gz'):
            return None
        maker = os.path.join(shared, 'peers', 'make_corpus.py')
        subprocess.run(['python3', maker, os.path.join(home, 'corpus')], check=True)
    elif not news(corpus, shared, home):
        return None
    environment = dict(os.environ, PEERS=home)
    subprocess.run(['python3', os.path.join(shared, 'peers', 'gen_queries.py')], check=True, env=environment)
    return corpus


def news(corpus, shared, home):
    """Writes the news of the shared texts as files; every tenth also into the small sample that
    queries are drawn from."""
    unpacked = os.path.join(home, 'unpacked')
    if not os.path.isdir(unpacked):
        unpack = os.path.join(shared, 'data', 'unpack')
        if not os.path.exists(unpack):
            return False
        subprocess.run([unpack, unpacked], check=True)
    small = os.path.join(home, 'corpus', 'small')
    for folder in (corpus.folder, small):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    for number, (title, date, source, body) in enumerate(articles(os.path.join(unpacked, 'text'))):
        text = '%s\nDate: %s\nSource: %s\n\n%s\n' % (title, date, source, body)
        places = [corpus.folder] + ([small] if number % 10 == 0 else [])
        for place in places:
            folder = os.path.join(place, '%03d' % (number // 500))
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, '%06d.txt' % number), 'w') as out:
                out.write(text)
    return True


def articles(folder):
    """Title, date, outlet and body of every article of the news collections."""
    line = lambda text: re.sub(r'\s+', ' ', text or '').strip()
    path = glob.glob(os.path.join(folder, 'reuters-21578.jsonl*'))
    for row in map(json.loads, open(path[0], encoding='utf-8')) if path else []:
        yield line(row['title']) or 'Untitled', (row['date'] or '1987-01-01')[:10], 'Reuters', row['text']
    for path in sorted(glob.glob(os.path.join(folder, 'bbc', '**', '*.txt'), recursive=True)):
        text = open(path, encoding='utf-8', errors='replace').read()
        title, _, body = text.partition('\n')
        yield line(title), '2005-01-01', 'BBC', body.strip()
    for path in sorted(glob.glob(os.path.join(folder, 'oilprice', '**', '*.txt'), recursive=True)):
        text = open(path, encoding='utf-8', errors='replace').read()
        title, _, body = text.partition('\n')
        yield line(title)[:200], '2020-01-01', 'Oilprice', body.strip()
