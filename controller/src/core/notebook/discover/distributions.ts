/** From import names to the distributions that provide them. */

/** A distribution of the environment; the kernel port's facts fit. */
export interface InstalledDistribution {
  /** Normalised name (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** Import names it provides. */
  readonly imports: readonly string[];
  /** Folder of an editable install. */
  readonly editable?: string;
}

/** What is known of the interpreter that will run the code. */
export interface EnvironmentFacts {
  readonly distributions: readonly InstalledDistribution[];
  /** Top-level modules of the standard library. */
  readonly stdlib: readonly string[];
  /** Other top-level modules that can be imported, whoever brings them. @default none */
  readonly modules?: readonly string[];
}

/** PEP 503: lower case, runs of `-`, `_` and `.` are one hyphen. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Import name → distribution, where they differ or the package is common. */
const COMMON = new Map(
  `
  Bio=biopython bs4=beautifulsoup4 Crypto=pycryptodome cv2=opencv-python
  dateutil=python-dateutil docx=python-docx dotenv=python-dotenv fitz=PyMuPDF
  git=GitPython jose=python-jose jwt=PyJWT
  lightning=lightning magic=python-magic mpl_toolkits=matplotlib mysql=mysql-connector-python
  MySQLdb=mysqlclient OpenGL=PyOpenGL OpenSSL=pyOpenSSL PIL=Pillow pptx=python-pptx
  psycopg2=psycopg2-binary pydub=pydub pylab=matplotlib pytorch_lightning=pytorch-lightning
  serial=pyserial skimage=scikit-image sklearn=scikit-learn skopt=scikit-optimize
  slugify=python-slugify socks=PySocks tables=tables telegram=python-telegram-bot
  umap=umap-learn usb=pyusb websocket=websocket-client win32api=pywin32 wx=wxPython
  yaml=PyYAML zmq=pyzmq attr=attrs cairo=pycairo ffmpeg=ffmpeg-python
  imblearn=imbalanced-learn levenshtein=Levenshtein pycocotools=pycocotools
  sentence_transformers=sentence-transformers faiss=faiss-cpu gym=gym
  pkg_resources=setuptools tensorflow_datasets=tensorflow-datasets
  tensorflow_probability=tensorflow-probability tensorflow_hub=tensorflow-hub
  tf_keras=tf-keras torch=torch torchvision=torchvision torchaudio=torchaudio
  tensorflow=tensorflow keras=keras numpy=numpy pandas=pandas scipy=scipy
  matplotlib=matplotlib seaborn=seaborn requests=requests tqdm=tqdm transformers=transformers
  datasets=datasets xgboost=xgboost lightgbm=lightgbm catboost=catboost plotly=plotly
  statsmodels=statsmodels joblib=joblib polars=polars pyarrow=pyarrow sympy=sympy
  networkx=networkx jax=jax flax=flax optuna=optuna mlflow=mlflow wandb=wandb
  `
    .trim()
    .split(/\s+/)
    .map(row => row.split('=') as [string, string])
);

/** The usual distribution of a top-level import name. */
export function commonDistribution(module: string): string | undefined {
  return COMMON.get(module);
}

/** The installed distribution that provides an import name. */
export function providerOf(
  module: string,
  facts: EnvironmentFacts
): InstalledDistribution | undefined {
  const providers = facts.distributions.filter(({ imports }) =>
    imports.includes(module)
  );
  // Several may share a namespace or a name; the one called like the import goes first.
  return providers.find(({ name }) => name === normalName(module)) ?? providers[0];
}
