import { createTwoFilesPatch } from 'diff';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeSnippet } from '@backstage/core-components';
import { ManifestPreviewView } from '@naytife/backstage-plugin-cnpg-common';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { cnpgTranslationRef } from '../translation';

type File = ManifestPreviewView['files'][number];

/** The lines that differ, without the header that repeats the path. */
function patch({ path, before = '', content }: File): string {
  const text = createTwoFilesPatch(path, path, before, content, '', '', {
    context: 3,
  });
  return text.slice(text.indexOf('@@'));
}

/** One file of the pull request: a new one as it will be, any other as what changes against the branch. */
export const FileChange = ({
  file,
  expanded,
}: {
  file: File;
  expanded: boolean;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { path, content, action } = file;
  const fresh = action === 'create' || action === 'same';
  return (
    <Accordion
      defaultExpanded={expanded}
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Chip
          size="small"
          variant="outlined"
          label={t(`fields.files.${action}`)}
          style={{ marginRight: 8 }}
        />
        <Typography
          style={{
            fontFamily: 'ui-monospace, monospace',
            fontSize: '0.85rem',
            overflowWrap: 'anywhere',
          }}
        >
          {path.slice(path.lastIndexOf('/') + 1)}
        </Typography>
      </AccordionSummary>
      <AccordionDetails style={{ display: 'block' }}>
        <CodeSnippet
          language={fresh ? 'yaml' : 'diff'}
          text={fresh ? content : patch(file)}
          showCopyCodeButton
        />
      </AccordionDetails>
    </Accordion>
  );
};
